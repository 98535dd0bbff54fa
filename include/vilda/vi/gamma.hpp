#pragma once

#include <Eigen/Core>

namespace vilda::vi {

/// Gamma distribution on the positive numbers, by shape and rate.
///
///   p(x | shape, rate) = rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape)
///   natural eta = (shape, -rate),  t(x) = (log x, x),  h(x) = 1 / x,
///   A(eta) = log Gamma(shape) - shape log rate
///
/// Bishop (2006), eqs. B.26 to B.31 (h keeps small shapes exact in eta).
struct Gamma {
  using Natural = Eigen::Vector2d;

  double shape = 1;  ///< > 0
  double rate = 1;   ///< > 0

  static Gamma from_natural(const Natural& eta) { return {.shape = eta[0], .rate = -eta[1]}; }
  Natural natural() const { return {shape, -rate}; }
  Natural expected_statistics() const;  ///< (digamma(shape) - log rate, shape / rate)
  double log_normalizer() const;
  double entropy() const;  ///< shape - log rate + log Gamma(shape) + (1 - shape) digamma(shape)

  double mean() const { return shape / rate; }
};

}  // namespace vilda::vi
