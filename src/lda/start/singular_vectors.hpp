#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "vilda/lda/document_source.hpp"

namespace vilda::lda {

/// A sparse matrix X (V x D) of weighted counts, read a document at a time.
class WeightedCounts {
 public:
  /// Weights by logarithm and entropy, every document of length 1. The source must outlive it.
  explicit WeightedCounts(const DocumentSource& source);

  Eigen::Index num_words() const { return weights_.size(); }
  const Eigen::ArrayXd& tokens() const { return tokens_; }  ///< V: sum_d n_dw

  /// X X^T q: V x L, q: V x L. The same bits for any number of threads.
  Eigen::MatrixXd times_its_transpose_times(const Eigen::MatrixXd& q) const;

 private:
  struct Document {
    std::vector<std::uint32_t> words, counts;
    std::vector<double> values;  // x_dw
  };
  void read(std::size_t document, Document& into) const;

  const DocumentSource* source_;
  Eigen::ArrayXd tokens_;
  Eigen::ArrayXd weights_;  // V: by entropy
};

/// The leading left singular vectors of X, at most so many: V x r, the largest value's first, r no more than
/// the rank. By subspace iteration from a fixed random start: Halko, Martinsson & Tropp (2011), Finding
/// structure with randomness, algorithm 4.4.
Eigen::MatrixXd leading_singular_vectors(const WeightedCounts& x, Eigen::Index most);

}  // namespace vilda::lda
