#pragma once

#include <Eigen/Core>

namespace vilda::lda {

/// U R, with the rotation R (r x r) that maximises the varimax criterion
///
///   sum over columns j of  mean_i x_ij^4 - (mean_i x_ij^2)^2,   x = U R
///
/// up to a local optimum. Kaiser (1958), The varimax criterion for analytic rotation in factor analysis, by
/// the fixed points R <- the orthogonal factor of U^T (x^3 - x diag(mean x^2)). U: n x r, orthonormal
/// columns.
Eigen::MatrixXd varimax_rotated(const Eigen::MatrixXd& u);

}  // namespace vilda::lda
