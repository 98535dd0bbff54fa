#pragma once

#include <Eigen/Core>
#include <armadillo>
#include <cstddef>
#include <span>

/// Armadillo's storage seen without a copy: the one header that names both matrix libraries.
namespace vilda::math {

/// Counts of words (rows) in documents (columns): V x D, sparse.
using Counts = arma::SpMat<arma::u32>;

/// The rows that a column has entries in, ascending.
inline std::span<const arma::uword> column_rows(const Counts& counts, std::size_t column) {
  const arma::uword first = counts.col_ptrs[column];
  return {counts.row_indices + first, counts.col_ptrs[column + 1] - first};
}

/// The entries of a column, in the order of `column_rows`.
inline Eigen::Map<const Eigen::Array<arma::u32, Eigen::Dynamic, 1>> column_values(const Counts& counts,
                                                                                  std::size_t column) {
  const arma::uword first = counts.col_ptrs[column];
  return {counts.values + first, static_cast<Eigen::Index>(counts.col_ptrs[column + 1] - first)};
}

}  // namespace vilda::math
