#pragma once

#include <Eigen/Core>

namespace vilda::lda {

/// The largest number of topics.
inline constexpr Eigen::Index kMaxTopics = 65'535;

/// A prior beyond these says nothing else than one at them, and gamma, lambda and their sums would leave
/// float32.
inline constexpr double kSmallestPrior = 1e-30, kLargestPrior = 1e30;

/// theta_d ~ Dirichlet(alpha), beta_k ~ Dirichlet(eta, ..., eta).
struct Priors {
  Eigen::VectorXd alpha;  ///< K, each in kSmallestPrior to kLargestPrior
  double eta = 0.01;      ///< the same

  static Priors symmetric(Eigen::Index num_topics, double alpha, double eta) {
    return {.alpha = Eigen::VectorXd::Constant(num_topics, alpha), .eta = eta};
  }

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// Which priors are learned, by empirical Bayes, between the passes of a run.
struct PriorLearning {
  bool alpha = false;
  bool eta = false;
};

}  // namespace vilda::lda
