#pragma once

#include <Eigen/Core>

#include "lda/start/weighted_counts.hpp"

namespace vilda::lda {

struct SingularVectors {
  Eigen::MatrixXf u;        ///< n x r: the left ones, the largest value's first
  Eigen::VectorXf squares;  ///< r: of the singular values, each > 0
};

/// The leading ones of x (n x m), at most so many, and no more than its rank. By subspace iteration from a
/// fixed random start: Halko, Martinsson & Tropp (2011), Finding structure with randomness, algorithm 4.4.
/// The same bits for any number of threads.
SingularVectors leading_singular_vectors(const SparseRows& x, Eigen::Index most);

}  // namespace vilda::lda
