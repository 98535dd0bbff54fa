#include "lda/start/varimax.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <vector>

namespace vilda::lda {
namespace {

constexpr int kMostIterations = 30;
constexpr double kSmallestGain = 1e-6;
constexpr Eigen::Index kRowsAtATime = 1024;

/// U^T (x^3 - x diag(mean x^2)) of x = U R: of blocks of rows, then added up in their order.
Eigen::MatrixXd gradient(const Eigen::MatrixXd& u, const Eigen::MatrixXd& rotation) {
  const Eigen::Index blocks = (u.rows() + kRowsAtATime - 1) / kRowsAtATime, r = u.cols();
  Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(r, blocks);
  std::vector<Eigen::MatrixXd> cubes(static_cast<std::size_t>(blocks)), parts = cubes;
#pragma omp parallel for schedule(static)
  for (Eigen::Index block = 0; block < blocks; ++block) {
    const auto rows =
        u.middleRows(block * kRowsAtATime, std::min(kRowsAtATime, u.rows() - block * kRowsAtATime));
    const Eigen::MatrixXd x = rows * rotation;
    squares.col(block) = x.colwise().squaredNorm();
    cubes[static_cast<std::size_t>(block)] = rows.transpose() * x.array().cube().matrix();
    parts[static_cast<std::size_t>(block)] = rows.transpose() * x;
  }
  Eigen::MatrixXd of_cubes = Eigen::MatrixXd::Zero(r, r), of_x = of_cubes;
  for (std::size_t block = 0; block < cubes.size(); ++block) {
    of_cubes += cubes[block];
    of_x += parts[block];
  }
  return of_cubes - of_x * (squares.rowwise().sum() / static_cast<double>(u.rows())).asDiagonal();
}

}  // namespace

Eigen::MatrixXd varimax_rotated(const Eigen::MatrixXd& u) {
  if (u.cols() < 2) return u;
  Eigen::MatrixXd rotation = Eigen::MatrixXd::Identity(u.cols(), u.cols());
  double before = 0;
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    const Eigen::BDCSVD<Eigen::MatrixXd> svd(gradient(u, rotation),
                                             Eigen::ComputeThinU | Eigen::ComputeThinV);
    rotation = svd.matrixU() * svd.matrixV().transpose();
    const double now = svd.singularValues().sum();
    if (now < before * (1 + kSmallestGain)) break;
    before = now;
  }
  return u * rotation;
}

}  // namespace vilda::lda
