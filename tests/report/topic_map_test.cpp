#include "vilda/report/topic_map.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/near.hpp"

namespace vilda::report {
namespace {

lda::Topics topics_of(Eigen::MatrixXd lambda) {
  return lda::Topics(std::move(lambda));
}

lda::Topics many_topics(Eigen::Index num_topics, Eigen::Index num_words) {
  Eigen::MatrixXd lambda(num_topics, num_words);
  for (Eigen::Index k = 0; k < num_topics; ++k) {
    for (Eigen::Index w = 0; w < num_words; ++w)
      lambda(k, w) = 0.05 + 10 * std::pow(std::sin(1.0 + 3.7 * static_cast<double>(k * num_words + w)), 4);
  }
  return topics_of(lambda);
}

/// From the definition: the mean of two Kullback-Leibler divergences to the mixture.
double divergence_by_definition(const Eigen::ArrayXd& p, const Eigen::ArrayXd& q) {
  const Eigen::ArrayXd m = 0.5 * (p + q);
  return 0.5 * (p * (p / m).log()).sum() + 0.5 * (q * (q / m).log()).sum();
}

Eigen::ArrayXd probabilities(const lda::Topics& topics, Eigen::Index k) {
  return topics.lambda().row(k).transpose().array() / topics.row_sums()[k];
}

TEST(JensenShannon, IsTheMeanDivergenceFromTheMixture) {
  const lda::Topics topics = many_topics(4, 1300);  // more than one block of words
  const Eigen::MatrixXd divergences = jensen_shannon(topics, 1300);
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 4; ++j) {
      EXPECT_NEAR(divergences(i, j),
                  divergence_by_definition(probabilities(topics, i), probabilities(topics, j)), 1e-13);
    }
  }
}

TEST(JensenShannon, OfThousandsOfTopicsIsRightToFiveDigits) {
  const lda::Topics topics = many_topics(1100, 90);
  const Eigen::MatrixXd divergences = jensen_shannon(topics, 90);
  for (Eigen::Index i = 0; i < 1100; i += 7) {
    const Eigen::Index j = (13 * i + 5) % 1100;
    EXPECT_NEAR(divergences(i, j),
                divergence_by_definition(probabilities(topics, i), probabilities(topics, j)), 1e-5);
  }
}

TEST(JensenShannon, OfProbabilitiesThatNoFloatHoldsIsFinite) {
  Eigen::MatrixXd lambda = Eigen::MatrixXd::Constant(1001, 3, 1e-30);
  lambda.col(0).setConstant(1e20);
  EXPECT_LE(jensen_shannon(topics_of(lambda), 3).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(JensenShannon, IsLogTwoWhereNothingIsShared) {
  const lda::Topics topics = topics_of((Eigen::MatrixXd(2, 2) << 1, 1e-12, 1e-12, 1).finished());
  EXPECT_NEAR(jensen_shannon(topics, 2)(0, 1), std::log(2), 1e-9);
}

TEST(JensenShannon, OfFewerWordsIsNeverLarger) {
  const lda::Topics topics = many_topics(6, 400);
  const Eigen::MatrixXd all = jensen_shannon(topics, 400), some = jensen_shannon(topics, 300);
  EXPECT_LE((some - all).maxCoeff(), 1e-14);
  EXPECT_GT(some(0, 1), 0.4 * all(0, 1));
  EXPECT_LT(some(0, 1), all(0, 1));
}

TEST(JensenShannon, OfFewerWordsIsThatOfTheOthersAsOneWord) {
  Eigen::MatrixXd lambda(3, 6), merged(3, 4);
  lambda << 9, 0.1, 0.1, 0.4, 0.5, 0.3, 0.1, 8, 0.1, 0.3, 0.2, 0.6, 0.1, 0.1, 7, 0.5, 0.4, 0.2;
  merged << lambda.leftCols(3), lambda.rightCols(3).rowwise().sum();
  EXPECT_LE(largest_difference(jensen_shannon(topics_of(lambda), 3), jensen_shannon(topics_of(merged), 4)),
            1e-14);
}

TEST(ClassicalScaling, RecoversPointsOfThePlane) {
  const Eigen::MatrixXd points = (Eigen::MatrixXd(5, 2) << 3, 0, -3, 1, 2, -1, -2, 0.5, 0, -0.5).finished();
  Eigen::MatrixXd squares(5, 5);
  for (Eigen::Index i = 0; i < 5; ++i)
    for (Eigen::Index j = 0; j < 5; ++j) squares(i, j) = (points.row(i) - points.row(j)).squaredNorm();
  const Eigen::MatrixXd places = classical_scaling(squares);
  for (Eigen::Index i = 0; i < 5; ++i)
    for (Eigen::Index j = 0; j < 5; ++j)
      EXPECT_NEAR((places.row(i) - places.row(j)).squaredNorm(), squares(i, j), 1e-12);
}

TEST(ClassicalScaling, HasAPositiveLargestEntryInEveryColumn) {
  for (const double turn : {0.0, 1.0, 2.0, 3.0, 4.0, 5.0}) {
    Eigen::MatrixXd squares(4, 4);
    for (Eigen::Index i = 0; i < 4; ++i) {
      for (Eigen::Index j = 0; j < 4; ++j) {
        const double x = std::sin(turn + i * i) - std::sin(turn + j * j),
                     y = 0.5 * std::cos(i) - 0.5 * std::cos(j);
        squares(i, j) = x * x + y * y;
      }
    }
    const Eigen::MatrixXd places = classical_scaling(squares);
    for (Eigen::Index axis = 0; axis < 2; ++axis)
      EXPECT_EQ(places.col(axis).maxCoeff(), places.col(axis).cwiseAbs().maxCoeff()) << turn << ", " << axis;
  }
}

TEST(ClassicalScaling, OfOneOrTwoTopics) {
  EXPECT_EQ(classical_scaling(Eigen::MatrixXd::Zero(1, 1)), Eigen::MatrixXd::Zero(1, 2));
  const Eigen::MatrixXd places = classical_scaling((Eigen::MatrixXd(2, 2) << 0, 4, 4, 0).finished());
  EXPECT_NEAR(std::abs(places(0, 0) - places(1, 0)), 2, 1e-12);
  EXPECT_NEAR(places.col(1).norm(), 0, 1e-6);
}

TEST(ClassicalScaling, OfTopicsThatAreAllTheSame) {
  EXPECT_EQ(classical_scaling(Eigen::MatrixXd::Zero(3, 3)), Eigen::MatrixXd::Zero(3, 2));
}

TEST(NearestTopics, NearestFirst) {
  const Eigen::MatrixXd divergences = (Eigen::MatrixXd(3, 3) << 0, 2, 1, 2, 0, 3, 1, 3, 0).finished();
  EXPECT_EQ(nearest_topics(divergences, 0), (std::vector<Eigen::Index>{2, 1}));
}

}  // namespace
}  // namespace vilda::report
