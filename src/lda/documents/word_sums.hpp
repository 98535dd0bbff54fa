#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <span>

namespace vilda::lda {

/// For every word u of a batch, adds `factor` times what `count(u, counts)` adds to its K counts to column
/// words[u] of `sums` (K x V). Returns the sum of all counts. Threads share the words in portions of one
/// size, so that the last sum has one order.
template <class Count>
Eigen::VectorXd add_by_word(std::span<const Eigen::Index> words, double factor, Eigen::MatrixXd& sums,
                            Count count) {
  constexpr std::size_t kWordsOfAPortion = 256;
  const auto num_portions =
      static_cast<Eigen::Index>((words.size() + kWordsOfAPortion - 1) / kWordsOfAPortion);
  Eigen::MatrixXd totals = Eigen::MatrixXd::Zero(sums.rows(), num_portions);
#pragma omp parallel
  {
    Eigen::VectorXd counts(sums.rows());
#pragma omp for schedule(dynamic, 1)
    for (Eigen::Index portion = 0; portion < num_portions; ++portion) {
      const std::size_t first = static_cast<std::size_t>(portion) * kWordsOfAPortion,
                        last = std::min(first + kWordsOfAPortion, words.size());
      for (std::size_t u = first; u < last; ++u) {
        counts.setZero();
        count(u, counts);
        sums.col(words[u]) += factor * counts;
        totals.col(portion) += counts;
      }
    }
  }
  return totals.rowwise().sum();
}

}  // namespace vilda::lda
