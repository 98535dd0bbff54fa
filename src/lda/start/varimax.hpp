#pragma once

#include <Eigen/Core>

namespace vilda::lda {

/// The rotation R (r x r) that maximises the varimax criterion
///
///   sum over columns j of  mean_i x_ij^4 - (mean_i x_ij^2)^2,   x = U R
///
/// up to a local optimum. Kaiser (1958), The varimax criterion for analytic rotation in factor analysis, by
/// the fixed points R <- the orthogonal factor of U^T x^3 - R / n: the columns of U (n x r) are orthonormal,
/// so those of x are, and mean_i x_ij^2 = 1 / n.
Eigen::MatrixXf varimax_rotation(const Eigen::MatrixXf& u);

}  // namespace vilda::lda
