#include "lda/start/varimax.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <vector>

namespace vilda::lda {
namespace {

constexpr int kMostIterations = 30;
constexpr float kSmallestGain = 1e-4F;
constexpr Eigen::Index kRowsAtATime = 256;

/// U^T x^3 of x = U R: of blocks of rows, then added up in their order.
Eigen::MatrixXf of_cubes(const Eigen::MatrixXf& u, const Eigen::MatrixXf& rotation) {
  const Eigen::Index blocks = (u.rows() + kRowsAtATime - 1) / kRowsAtATime;
  std::vector<Eigen::MatrixXf> parts(static_cast<std::size_t>(blocks));
#pragma omp parallel for schedule(static)
  for (Eigen::Index block = 0; block < blocks; ++block) {
    const auto rows =
        u.middleRows(block * kRowsAtATime, std::min(kRowsAtATime, u.rows() - block * kRowsAtATime));
    const Eigen::MatrixXf x = rows * rotation;
    parts[static_cast<std::size_t>(block)] = rows.transpose() * x.array().cube().matrix();
  }
  Eigen::MatrixXf sum = Eigen::MatrixXf::Zero(u.cols(), u.cols());
  for (const Eigen::MatrixXf& part : parts) sum += part;
  return sum;
}

}  // namespace

Eigen::MatrixXf varimax_rotation(const Eigen::MatrixXf& u) {
  Eigen::MatrixXf rotation = Eigen::MatrixXf::Identity(u.cols(), u.cols());
  if (u.cols() < 2) return rotation;
  float before = 0;
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    const Eigen::BDCSVD<Eigen::MatrixXf> svd(of_cubes(u, rotation) - rotation / static_cast<float>(u.rows()),
                                             Eigen::ComputeThinU | Eigen::ComputeThinV);
    rotation = svd.matrixU() * svd.matrixV().transpose();
    const float now = svd.singularValues().sum();
    if (now < before * (1 + kSmallestGain)) break;
    before = now;
  }
  return rotation;
}

}  // namespace vilda::lda
