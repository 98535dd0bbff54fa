#pragma once

#include <Eigen/Core>

namespace vilda::vi {

/// One of K outcomes.
///
///   p(x = k) = probabilities_k
///   natural eta = log probabilities,  t(x) = the indicator of x,  h(x) = 1,  A(eta) = log sum_k exp(eta_k)
///
/// The parametrisation has one number too many: eta + c is the same distribution for every c. An outcome of
/// probability zero has eta = -inf.
struct Categorical {
  using Natural = Eigen::VectorXd;

  Eigen::VectorXd probabilities;  ///< K, each >= 0, sum to 1

  static Categorical from_natural(const Natural& eta);  ///< at least one entry finite
  Natural natural() const { return probabilities.array().log(); }
  const Natural& expected_statistics() const { return probabilities; }
  double log_normalizer() const;
  double entropy() const;  ///< -sum_k p_k log p_k
};

}  // namespace vilda::vi
