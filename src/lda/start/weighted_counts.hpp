#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include "vilda/lda/document_source.hpp"

namespace vilda::lda {

using SparseRows = Eigen::SparseMatrix<float, Eigen::RowMajor>;
using DenseRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Counts weighted by logarithm and entropy, every document of length 1:
///
///   x_dw = log(1 + n_dw) (1 + sum_e p_ew log p_ew / log(D + 1)),  p_dw = n_dw / sum_e n_ew,  |x_d| = 1.
///
/// Dumais (1991), Improving the retrieval of information from external sources.
struct WeightedCounts {
  /// At most so many documents, at even distances, and about so many pairs: enough for the factors.
  static constexpr std::size_t kMostDocuments = 8192, kMostPairs = std::size_t{1} << 19;

  explicit WeightedCounts(const DocumentSource& source);

  Eigen::ArrayXd tokens;  ///< V: n_dw summed over all documents
  SparseRows x;           ///< V x n: of a sample of n documents; the weights are of all
};

/// The rows of the largest squared norms, at most so many, in their order.
SparseRows heaviest_rows(const SparseRows& x, Eigen::Index most);

/// x y. The same bits for any number of threads.
DenseRows product(const SparseRows& x, const DenseRows& y);

}  // namespace vilda::lda
