#include "lda/start/singular_vectors.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>

#include "vilda/math/random.hpp"

namespace vilda::lda {
namespace {

constexpr Eigen::Index kOversampling = 10;
constexpr int kIterations = 4;
constexpr float kSmallestRelativeEigenvalue = 1e-6F;

Eigen::MatrixXf orthonormal_basis(const Eigen::MatrixXf& columns) {
  return Eigen::HouseholderQR<Eigen::MatrixXf>(columns).householderQ() *
         Eigen::MatrixXf::Identity(columns.rows(), columns.cols());
}

Eigen::MatrixXf random_matrix(Eigen::Index rows, Eigen::Index columns) {
  Eigen::MatrixXf numbers(rows, columns);
  for (Eigen::Index row = 0; row < rows; ++row) {
    math::CounterEngine random(0, math::Stream::initialization, static_cast<std::uint64_t>(row));
    boost::random::normal_distribution<float> normal;
    for (Eigen::Index column = 0; column < columns; ++column) numbers(row, column) = normal(random);
  }
  return numbers;
}

}  // namespace

SingularVectors leading_singular_vectors(const SparseRows& x, Eigen::Index most) {
  const Eigen::Index size = std::min(x.rows(), most + kOversampling);
  if (size == 0) return {};
  const SparseRows transposed = x.transpose();
  Eigen::MatrixXf basis = orthonormal_basis(random_matrix(x.rows(), size));
  for (int iteration = 0; iteration < kIterations; ++iteration)
    basis = orthonormal_basis(product(x, product(transposed, basis)));
  const Eigen::MatrixXf image = product(x, product(transposed, basis));
  // Rayleigh & Ritz: X X^T within the subspace.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> within(basis.transpose() * image);
  const Eigen::VectorXf values = within.eigenvalues().reverse();
  Eigen::Index rank = 0;
  while (rank < std::min(most, size) && values[rank] > kSmallestRelativeEigenvalue * values[0]) ++rank;
  return {basis * within.eigenvectors().rowwise().reverse().leftCols(rank), values.head(rank)};
}

}  // namespace vilda::lda
