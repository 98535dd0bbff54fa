#include "vilda/lda/document_inference.hpp"

#include <gtest/gtest.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/error.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {
namespace {

DocumentWords words_of(const math::Counts& counts, const Topics& topics, std::size_t document) {
  const auto words = math::column_rows(counts, document);
  const auto num_words = static_cast<Eigen::Index>(words.size());
  DocumentWords gathered{Eigen::MatrixXd(topics.num_topics(), num_words), Eigen::ArrayXd(num_words),
                         math::column_values(counts, document).cast<double>()};
  for (Eigen::Index i = 0; i < num_words; ++i) {
    const ScaledWeights weights =
        word_weights(LazyTopics(topics), static_cast<Eigen::Index>(words[static_cast<std::size_t>(i)]));
    gathered.weights.col(i) = weights.weight;
    gathered.log_scales[i] = weights.log_scale;
  }
  return gathered;
}

const vi::Dirichlet kPrior{Eigen::Vector3d(0.1, 0.2, 0.3)};

TEST(InferDocument, EndsWhereGammaIsAlphaPlusTheExpectedTokensOfEachTopic) {
  const math::Counts counts = tiny::counts();
  const Topics topics = tiny::start();
  for (const std::size_t d : tiny::all_documents()) {
    const DocumentWords words = words_of(counts, topics, d);
    const DocumentPosterior posterior =
        infer_document(words, kPrior, even_start(words, kPrior), tiny::to_the_end());
    const Eigen::VectorXd expected_log_theta = posterior.proportions.expected_statistics();
    Eigen::VectorXd gamma = kPrior.concentration;
    for (Eigen::Index i = 0; i < words.counts.size(); ++i) {  // phi in logarithms, as the definition has it
      const auto word = static_cast<Eigen::Index>(math::column_rows(counts, d)[static_cast<std::size_t>(i)]);
      const Eigen::VectorXd log_phi = expected_log_theta + topics.expected_log(word);
      gamma.array() += words.counts[i] * (log_phi.array() - math::log_sum_exp(log_phi)).exp();
    }
    EXPECT_LE(largest_difference(posterior.proportions.concentration, gamma), 1e-9) << "document " << d;
    EXPECT_TRUE(posterior.converged) << "document " << d;
  }
}

TEST(InferDocument, KeepsEveryTokenAndThePrior) {
  const math::Counts counts = tiny::counts();
  const Topics topics = tiny::start();
  for (const std::size_t d : tiny::all_documents()) {
    const DocumentWords words = words_of(counts, topics, d);
    for (const int iterations : {1, 2, 10}) {
      const auto posterior =
          infer_document(words, kPrior, even_start(words, kPrior), {.max_iterations = iterations});
      EXPECT_NEAR(posterior.proportions.sum(), kPrior.sum() + words.num_tokens(), 1e-9) << "document " << d;
    }
  }
}

TEST(InferDocument, LeavesAnEmptyDocumentAtItsPrior) {
  const DocumentWords nothing{Eigen::MatrixXd(3, 0), Eigen::ArrayXd(0), Eigen::ArrayXd(0)};
  const DocumentPosterior posterior = infer_document(nothing, kPrior, even_start(nothing, kPrior), {});
  EXPECT_EQ(posterior.proportions.concentration, kPrior.concentration);
  EXPECT_TRUE(posterior.converged);
}

TEST(InferDocument, SaysWhenItDidNotConverge) {
  const DocumentWords words = words_of(tiny::counts(), tiny::start(), 0);
  const auto posterior =
      infer_document(words, kPrior, even_start(words, kPrior), {.max_iterations = 2, .tolerance = 0});
  EXPECT_FALSE(posterior.converged);
  EXPECT_EQ(posterior.iterations, 2);
}

TEST(InferDocument, SurvivesPriorsSoSmallThatWeightsUnderflow) {
  const vi::Dirichlet prior = vi::Dirichlet::symmetric(3, 1e-6);
  Eigen::MatrixXd lambda = Eigen::MatrixXd::Constant(3, 30, 1e-6);
  lambda(1, 2) = 100;
  const Topics topics(lambda);
  const DocumentWords words = words_of(tiny::counts(), topics, 0);
  const DocumentPosterior posterior =
      infer_document(words, prior, even_start(words, prior), tiny::to_the_end());
  EXPECT_TRUE(posterior.proportions.concentration.allFinite());
  EXPECT_NEAR(posterior.proportions.sum(), words.num_tokens(), 1e-4);
}

TEST(ScaledWeights, AreExpOfTheExpectedLogUpToTheirScale) {
  const vi::Dirichlet q{Eigen::Vector3d(0.3, 4, 20)};
  const ScaledWeights weights = topic_weights(q);
  EXPECT_LE(
      largest_difference(weights.weight * std::exp(weights.log_scale), q.expected_statistics().array().exp()),
      1e-15);
  EXPECT_EQ(weights.weight.maxCoeff(), 1);
}

TEST(DocumentOptions, NameTheConstraintThatIsBroken) {
  EXPECT_THROW((DocumentOptions{.max_iterations = 0}.validate()), InvalidOption);
  EXPECT_THROW((DocumentOptions{.tolerance = -1}.validate()), InvalidOption);
}

}  // namespace
}  // namespace vilda::lda
