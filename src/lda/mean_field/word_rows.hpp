#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <vector>

#include "lda/kernels/rows.hpp"
#include "vilda/lda/lazy_topics.hpp"

namespace vilda::lda {

/// exp(E[log beta_kw]) of a batch's U words, each word's up to a factor of its own, so that float holds them.
class WordRows {
 public:
  /// Has those of other words from now on, once they are updated. words: U ids, which must stay where they
  /// are.
  void hold(std::span<const Eigen::Index> words, std::size_t num_topics);

  /// To be called when the topics are others than at the last update.
  void topics_have_changed() { are_current_ = false; }

  /// At these topics. False where nothing has changed.
  bool update(const LazyTopics& topics);

  std::span<const Eigen::Index> words() const { return words_; }  ///< U: ids in the vocabulary
  const Rows& rows() const { return rows_; }                      ///< U, of K
  /// exp(E[log beta_kw]) = exp(log_scale(w)) * rows()_wk
  double log_scale(std::size_t word) const { return log_scales_[word]; }

 private:
  std::span<const Eigen::Index> words_;
  Rows rows_;
  std::vector<double> log_scales_;  // U
  bool are_current_ = false;
};

}  // namespace vilda::lda
