#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <utility>

#include "vilda/lda/learned_priors.hpp"

namespace vilda::lda {

/// E[log theta_d], added up over documents: what alpha is learned from in mean-field inference.
class ExpectedLogs {
 public:
  explicit ExpectedLogs(Eigen::Index num_topics) : sum_(Eigen::VectorXd::Zero(num_topics)) {}

  void add(const Eigen::VectorXd& expected_logs) {
    sum_ += expected_logs;
    ++num_documents_;
  }

  /// At the documents added since the last call; `alpha` where there were none.
  Eigen::VectorXd take_most_likely_alpha(const Eigen::VectorXd& alpha) {
    if (num_documents_ == 0) return alpha;
    const Eigen::VectorXd mean = sum_ / static_cast<double>(std::exchange(num_documents_, 0));
    sum_.setZero();
    return most_likely_alpha(mean, alpha);
  }

 private:
  Eigen::VectorXd sum_;  // K
  std::uint64_t num_documents_ = 0;
};

}  // namespace vilda::lda
