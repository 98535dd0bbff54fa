#include "vilda/evaluation/completion.hpp"

#include <gtest/gtest.h>

#include "support/golden.hpp"
#include "support/near.hpp"

namespace vilda::evaluation {
namespace {

Eigen::MatrixXd golden_beta() {
  const Eigen::MatrixXd lambda = golden::matrix_from_csv("tiny_lambda30_half_cold.csv");
  return lambda.array().colwise() / lambda.rowwise().sum().array();
}

TEST(Completion, AgreesWithTheGoldenScores) {
  const golden::Json expected = golden::json("heldout_completion.json");
  const Eigen::VectorXd alpha = Eigen::Vector3d::Constant(expected["alpha"].get<double>());
  const Completion completion = complete_documents(golden_beta(), alpha, golden::counts("tiny.ldac", 30));
  EXPECT_EQ(completion.scored_tokens, expected["scored_tokens"].get<std::uint64_t>());
  EXPECT_LE(relative_error(completion.perplexity(), expected["perplexity"].get<double>()), 1e-9);
  EXPECT_LE(largest_difference(completion.log_likelihood_nats, golden::vector(expected["per_document"])),
            1e-7);
}

TEST(Completion, OfOneTopicIsTheTopicsOwnLikelihood) {
  const math::Counts counts = golden::counts_of({{0, 0, 0, 1, 2}, {1, 2}}, 3);
  const Eigen::MatrixXd beta = Eigen::RowVector3d(0.5, 0.3, 0.2);
  const Completion completion = complete_documents(beta, Eigen::VectorXd::Ones(1), counts);
  // Tokens 0 0 0 1 2: numbers 1 and 3 are scored, words 0 and 1. Tokens 1 2: number 1, word 2.
  EXPECT_EQ(completion.scored_tokens, 3U);
  EXPECT_NEAR(completion.log_likelihood_nats[0], std::log(0.5) + std::log(0.3), 1e-14);
  EXPECT_NEAR(completion.log_likelihood_nats[1], std::log(0.2), 1e-14);
}

TEST(Completion, OfAWordThatTellsNothingIsThatOfTheMeanOfThePrior) {
  const math::Counts counts = golden::counts_of({{0, 1}}, 3);  // word 0 is observed, word 1 is scored
  Eigen::MatrixXd beta(2, 3);
  beta << 0.5, 0.4, 0.1, 0.5, 0.1, 0.4;
  const Completion completion = complete_documents(beta, Eigen::Vector2d(0.3, 0.1), counts);
  EXPECT_NEAR(completion.log_likelihood_nats[0], std::log(0.75 * 0.4 + 0.25 * 0.1), 1e-9);
}

TEST(Completion, OfTopicsThatAreNearlyAlikeIsStillThatOfTheMaximum) {
  const math::Counts counts(arma::umat{{0, 1}, {0, 0}}, arma::Col<arma::u32>{66, 54}, 2, 1);
  Eigen::MatrixXd beta(2, 2);
  beta << 0.6, 0.4, 0.4, 0.6;
  const double alpha = 0.5;
  const auto slope = [&](double t) {  // of the observed tokens' likelihood, 33 and 27, and the prior
    return 33 * 0.2 / (0.4 + 0.2 * t) - 27 * 0.2 / (0.6 - 0.2 * t) + alpha / t - alpha / (1 - t);
  };
  double low = 0.5, high = 1;
  for (int i = 0; i < 60; ++i) (slope((low + high) / 2) > 0 ? low : high) = (low + high) / 2;
  const Completion completion = complete_documents(beta, Eigen::Vector2d::Constant(alpha), counts);
  EXPECT_NEAR(completion.log_likelihood_nats[0],
              33 * std::log(0.4 + 0.2 * low) + 27 * std::log(0.6 - 0.2 * low), 1e-8);
}

TEST(Completion, ScoresNothingOfEmptyAndSingleTokenDocuments) {
  const Completion completion =
      complete_documents(golden_beta(), Eigen::Vector3d::Ones(), golden::counts_of({{}, {4}}, 30));
  EXPECT_EQ(completion.scored_tokens, 0U);
  EXPECT_EQ(completion.log_likelihood_nats.sum(), 0);
}

TEST(Completion, PerplexityIsTheExponentialOfMinusTheLikelihoodPerToken) {
  const Completion completion{.log_likelihood_nats = Eigen::Array2d(-3, -5), .scored_tokens = 4};
  EXPECT_DOUBLE_EQ(completion.perplexity(), std::exp(2));
}

TEST(Completion, OfTopicsThatFitBeatsThatOfTopicsThatDoNot) {
  const math::Counts counts = golden::counts_of({{0, 0, 1, 1, 0, 1}}, 4);
  Eigen::MatrixXd fitting(2, 4), flat = Eigen::MatrixXd::Constant(2, 4, 0.25);
  fitting << 0.49, 0.49, 0.01, 0.01, 0.01, 0.01, 0.49, 0.49;
  const Eigen::VectorXd alpha = Eigen::Vector2d::Constant(0.1);
  EXPECT_LT(complete_documents(fitting, alpha, counts).perplexity(),
            complete_documents(flat, alpha, counts).perplexity());
}

}  // namespace
}  // namespace vilda::evaluation
