#pragma once

#include <Eigen/Core>

namespace vilda::vi {

/// Normal distribution on the line.
///
///   p(x | mean, sd) = exp(-(x - mean)^2 / (2 sd^2)) / (sd sqrt(2 pi))
///   natural eta = (mean / sd^2, -1 / (2 sd^2)),  t(x) = (x, x^2),  h(x) = 1,
///   A(eta) = mean^2 / (2 sd^2) + log(sd sqrt(2 pi))
///
/// Bishop (2006), Pattern Recognition and Machine Learning, eqs. 2.220 to 2.223.
struct Gaussian {
  using Natural = Eigen::Vector2d;

  double mean = 0;
  double sd = 1;  ///< > 0

  static Gaussian from_natural(const Natural& eta);  ///< eta[1] < 0
  Natural natural() const;
  Natural expected_statistics() const;  ///< (mean, mean^2 + sd^2)
  double log_normalizer() const;
  double entropy() const;  ///< log(sd sqrt(2 pi e))

  double precision() const { return 1 / (sd * sd); }
  double variance() const { return sd * sd; }
};

}  // namespace vilda::vi
