#include "report/leading_eigenpairs.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include "support/near.hpp"

namespace vilda::report {
namespace {

/// Symmetric, without negative eigenvalues, of rank at most so much.
Eigen::MatrixXd gram_matrix(Eigen::Index size, Eigen::Index rank) {
  Eigen::MatrixXd rows(size, rank);
  for (Eigen::Index i = 0; i < rows.size(); ++i)
    rows.reshaped()[i] = std::sin(1.0 + 3.7 * static_cast<double>(i * i % 10007));
  return rows * rows.transpose();
}

double largest_residual(const Eigen::MatrixXd& matrix, const Eigenpairs& pairs) {
  return (matrix * pairs.vectors - pairs.vectors * pairs.values.asDiagonal()).colwise().norm().maxCoeff();
}

TEST(LeadingEigenpairs, AreTheLargestOfAll) {
  for (const Eigen::Index size : {1, 2, 3, 10, 60, 300}) {
    const Eigen::MatrixXd matrix = gram_matrix(size, size);
    const Eigenpairs pairs = leading_eigenpairs(matrix, 2);
    const Eigen::VectorXd all =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix).eigenvalues().reverse();
    ASSERT_EQ(pairs.values.size(), std::min<Eigen::Index>(2, size));
    EXPECT_LE((pairs.values - all.head(pairs.values.size())).cwiseAbs().maxCoeff(), 1e-12 * all[0]) << size;
    EXPECT_LE(largest_residual(matrix, pairs), 2e-10 * all[0]) << size;
    EXPECT_LE(largest_difference(pairs.vectors.transpose() * pairs.vectors,
                                 Eigen::MatrixXd::Identity(pairs.values.size(), pairs.values.size())),
              1e-12)
        << size;
  }
}

TEST(LeadingEigenpairs, OfMoreRowsThanDimensionsThatTheSpaceMayHave) {
  const Eigen::MatrixXd matrix = gram_matrix(1500, 400);
  const Eigenpairs pairs = leading_eigenpairs(matrix, 2);
  EXPECT_LE(largest_residual(matrix, pairs), 2e-10 * pairs.values[0]);
}

TEST(LeadingEigenpairs, FindsEqualEigenvaluesApart) {
  Eigen::VectorXd diagonal = Eigen::VectorXd::LinSpaced(50, 0, 1);
  diagonal.segment(20, 3).setConstant(7);
  const Eigenpairs pairs = leading_eigenpairs(diagonal.asDiagonal(), 3);
  EXPECT_LE((pairs.values.array() - 7).abs().maxCoeff(), 1e-12);
  EXPECT_NEAR(pairs.vectors.middleRows(20, 3).norm(), std::sqrt(3), 1e-9);
}

TEST(LeadingEigenpairs, OfAMatrixOfLowRankHaveZerosBehindIt) {
  const Eigenpairs pairs = leading_eigenpairs(gram_matrix(40, 1), 2);
  EXPECT_GT(pairs.values[0], 1);
  EXPECT_NEAR(pairs.values[1], 0, 1e-12 * pairs.values[0]);
  EXPECT_EQ(leading_eigenpairs(Eigen::MatrixXd::Zero(9, 9), 2).values, Eigen::VectorXd::Zero(2));
}

TEST(LeadingEigenpairs, AreTheSameBitsForAnyNumberOfThreads) {
  const Eigen::MatrixXd matrix = gram_matrix(201, 50);
  const int threads = omp_get_max_threads();
  omp_set_num_threads(1);
  const Eigenpairs expected = leading_eigenpairs(matrix, 2);
  omp_set_num_threads(3);
  const Eigenpairs found = leading_eigenpairs(matrix, 2);
  omp_set_num_threads(threads);
  EXPECT_EQ(found.values, expected.values);
  EXPECT_EQ(found.vectors, expected.vectors);
}

}  // namespace
}  // namespace vilda::report
