#pragma once

#include <Eigen/Core>

namespace vilda::lda {

/// The largest number of topics.
inline constexpr Eigen::Index kMaxTopics = 65'535;

/// theta_d ~ Dirichlet(alpha), beta_k ~ Dirichlet(eta, ..., eta).
struct Priors {
  Eigen::VectorXd alpha;  ///< K, each > 0
  double eta = 0.01;      ///< > 0

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
