#include "report/leading_eigenpairs.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>

#include "vilda/math/random.hpp"

namespace vilda::report {
namespace {

constexpr Eigen::Index kOversampling = 2;  // of a block: equal eigenvalues need a direction each
constexpr Eigen::Index kMostDimensions = 600;
constexpr double kSmallestResidual = 1e-10;
constexpr double kDependent = 1e-10;  // what is left of a direction that the space has already

Eigen::MatrixXd random_block(Eigen::Index rows, Eigen::Index columns) {
  Eigen::MatrixXd numbers(rows, columns);
  math::CounterEngine random(0, math::Stream::initialization, 0);
  boost::random::normal_distribution<double> normal;
  for (double& number : numbers.reshaped()) number = normal(random);
  return numbers;
}

/// Each of a symmetric matrix' rows times a block, by one thread.
Eigen::MatrixXd product(const Eigen::MatrixXd& matrix, const Eigen::MatrixXd& block) {
  Eigen::MatrixXd transposed(block.cols(), block.rows());
#pragma omp parallel for schedule(static)
  for (Eigen::Index i = 0; i < matrix.cols(); ++i)
    for (Eigen::Index j = 0; j < block.cols(); ++j) transposed(j, i) = matrix.col(i).dot(block.col(j));
  return transposed.transpose();
}

/// An orthonormal basis, and what the matrix makes of it.
class KrylovSpace {
 public:
  KrylovSpace(const Eigen::MatrixXd& matrix, Eigen::Index most_dimensions)
      : matrix_(&matrix), basis_(matrix.rows(), most_dimensions), images_(matrix.rows(), most_dimensions) {}

  Eigen::Index size() const { return size_; }

  /// Adds the directions that it has not, as far as there is room. False where there are none: the matrix
  /// maps the space to itself.
  bool add(const Eigen::MatrixXd& block) {
    const Eigen::Index before = size_;
    for (Eigen::Index i = 0; i < block.cols() && size_ < basis_.cols(); ++i) add_direction(block.col(i));
    newest_ = size_ - before;
    images_.middleCols(before, newest_) = product(*matrix_, basis_.middleCols(before, newest_));
    return newest_ > 0;
  }

  Eigen::MatrixXd images_of_newest() const { return images_.middleCols(size_ - newest_, newest_); }

  /// The best pairs within (Rayleigh & Ritz), and the largest of their residuals.
  std::pair<Eigenpairs, double> best(Eigen::Index most) const {
    const auto basis = basis_.leftCols(size_), images = images_.leftCols(size_);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> within(basis.transpose() * images);
    const Eigen::Index number = std::min(most, size_);
    const Eigen::MatrixXd leading = within.eigenvectors().rowwise().reverse().leftCols(number);
    Eigenpairs pairs{.values = within.eigenvalues().reverse().head(number), .vectors = basis * leading};
    const Eigen::MatrixXd residuals = images * leading - pairs.vectors * pairs.values.asDiagonal();
    return {std::move(pairs), residuals.colwise().norm().maxCoeff()};
  }

 private:
  void add_direction(Eigen::VectorXd direction) {
    const double length = direction.norm();
    const auto basis = basis_.leftCols(size_);
    for (int twice = 0; twice < 2; ++twice) direction -= basis * (basis.transpose() * direction);
    if (direction.norm() > kDependent * length) basis_.col(size_++) = direction.normalized();
  }

  const Eigen::MatrixXd* matrix_;
  Eigen::MatrixXd basis_, images_;  // n x most dimensions, of which the first size_ are in use
  Eigen::Index size_ = 0, newest_ = 0;
};

}  // namespace

Eigenpairs leading_eigenpairs(const Eigen::MatrixXd& matrix, Eigen::Index most) {
  KrylovSpace space(matrix, std::min(matrix.rows(), kMostDimensions));
  bool has_grown = space.add(random_block(matrix.rows(), most + kOversampling));
  for (Eigen::Index looked_at = 0; has_grown; has_grown = space.add(space.images_of_newest())) {
    if (space.size() < looked_at + looked_at / 4) continue;
    looked_at = space.size();
    auto [pairs, residual] = space.best(most);
    if (residual <= kSmallestResidual * pairs.values[0]) return pairs;
  }
  return space.best(most).first;
}

}  // namespace vilda::report
