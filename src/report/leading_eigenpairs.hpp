#pragma once

#include <Eigen/Core>

namespace vilda::report {

struct Eigenpairs {
  Eigen::VectorXd values;   ///< r, the largest first
  Eigen::MatrixXd vectors;  ///< n x r, orthonormal
};

/// The pairs of the largest eigenvalues of a symmetric matrix (n x n), at most so many (at least 1): all that
/// there are where n is smaller. From the Krylov space of a fixed random start, orthogonalised in full, which
/// grows until the pairs' residuals are below 1e-10 of the largest eigenvalue, or to 600 dimensions: n^2
/// work a dimension, where LAPACK takes n^3. The same bits for any number of threads. Golub & Underwood
/// (1977), The block Lanczos method for computing eigenvalues.
Eigenpairs leading_eigenpairs(const Eigen::MatrixXd& matrix, Eigen::Index most);

}  // namespace vilda::report
