#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "vilda/lda/learned_priors.hpp"

namespace vilda::lda {

/// E[log theta_d], added up over documents: what alpha is learned from in mean-field inference.
class ExpectedLogs {
 public:
  explicit ExpectedLogs(Eigen::Index num_topics) : sum_(Eigen::VectorXd::Zero(num_topics)) {}

  /// Documents 0, 1, ...; `add_of(document, sum)` adds those of one (K) to a sum, or says false where it has
  /// no words. Threads share the documents in portions of one size, so that the sum has one order.
  template <class AddOf>
  void add(std::size_t num_documents, AddOf add_of) {
    constexpr std::size_t kDocumentsOfAPortion = 64;
    const auto num_portions =
        static_cast<Eigen::Index>((num_documents + kDocumentsOfAPortion - 1) / kDocumentsOfAPortion);
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(sum_.size(), num_portions);
    std::uint64_t added = 0;
#pragma omp parallel for schedule(dynamic, 1) reduction(+ : added)
    for (Eigen::Index portion = 0; portion < num_portions; ++portion) {
      const std::size_t first = static_cast<std::size_t>(portion) * kDocumentsOfAPortion,
                        last = std::min(first + kDocumentsOfAPortion, num_documents);
      Eigen::VectorXd sum = Eigen::VectorXd::Zero(sum_.size());
      for (std::size_t d = first; d < last; ++d) added += add_of(d, sum) ? 1 : 0;
      sums.col(portion) = sum;
    }
    sum_ += sums.rowwise().sum();
    num_documents_ += added;
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
