#include <gtest/gtest.h>

#include "lda/awkward_cases.hpp"
#include "lda/same_bits.hpp"
#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/lda/initialization.hpp"
#include "vilda/vi/ascent.hpp"

/// The float local step against the reference in double.
namespace vilda::lda {
namespace {

/// sum_d n_dw phi_dwk, phi_dwk proportional to exp(E[log theta_dk] + E[log beta_kw]).
Eigen::MatrixXd expected_counts_by_definition(const math::Counts& counts, const LazyTopics& topics,
                                              const Eigen::MatrixXd& gamma) {
  Eigen::MatrixXd expected_logs(topics.num_topics(), topics.num_words()),
      expected = Eigen::MatrixXd::Zero(topics.num_topics(), topics.num_words());
  for (Eigen::Index w = 0; w < topics.num_words(); ++w) expected_logs.col(w) = topics.expected_log(w);
  for (auto count = counts.begin(); count != counts.end(); ++count) {
    const auto w = static_cast<Eigen::Index>(count.row()), d = static_cast<Eigen::Index>(count.col());
    const Eigen::ArrayXd logs = vi::Dirichlet{gamma.col(d)}.expected_statistics() + expected_logs.col(w);
    const Eigen::ArrayXd weights = (logs - logs.maxCoeff()).exp();
    expected.col(w).array() += static_cast<double>(*count) * weights / weights.sum();
  }
  return expected;
}

class FastLocalStep : public testing::TestWithParam<Case> {
 protected:
  math::Counts counts = random_counts(GetParam());
  CountsSource source{counts};
  Priors priors = Priors::symmetric(GetParam().num_topics, 0.1, 0.05);
  LazyTopics topics{initial_topics(source, priors, {.method = Initialization::random}, 1)};
  std::vector<std::size_t> documents = vi::in_order(counts.n_cols);

  Eigen::MatrixXd zeros() const { return Eigen::MatrixXd::Zero(topics.num_topics(), topics.num_words()); }
};

TEST_P(FastLocalStep, OneIterationIsThatOfTheReference) {
  {
    const DocumentOptions one{.max_iterations = 1, .tolerance = 0};
    const vi::Dirichlet prior{priors.alpha};
    const auto fast = make_fast_local_step(source, prior, one),
               reference = make_reference_local_step(source, prior, one);
    fast->infer(documents, topics, GammaStart::even);
    reference->infer(documents, topics, GammaStart::even);
    const double tokens = std::max(1.0, static_cast<double>(arma::accu(counts)));
    EXPECT_LE(largest_difference(fast->gamma(), reference->gamma()), 2e-6 * tokens);
    for (Eigen::Index i = 0; i < fast->gamma().size(); ++i) {
      EXPECT_LE(relative_error(fast->gamma().data()[i], reference->gamma().data()[i]), 1e-5);
    }
  }
}

TEST_P(FastLocalStep, TheBoundAtAGammaIsThatOfTheReference) {
  const vi::Dirichlet prior{priors.alpha};
  const auto fast = make_fast_local_step(source, prior, {}),
             reference = make_reference_local_step(source, prior, {});
  reference->infer(documents, topics, GammaStart::even);
  fast->set_gamma(documents, reference->gamma());
  const vi::Elbo found = fast->elbo(topics), expected = reference->elbo(topics);
  EXPECT_LE(relative_error(found.term("words"), expected.term("words"), 1), 1e-6);
  EXPECT_LE(relative_error(found.term("-kl_theta"), expected.term("-kl_theta"), 1), 1e-5);
}

TEST_P(FastLocalStep, TheExpectedCountsAreThoseThatGammaIsOf) {
  const auto fast = make_fast_local_step(source, vi::Dirichlet{priors.alpha}, {.max_iterations = 1});
  Eigen::MatrixXd before(topics.num_topics(), static_cast<Eigen::Index>(counts.n_cols));
  for (arma::uword d = 0; d < counts.n_cols; ++d) {
    before.col(static_cast<Eigen::Index>(d)) =
        priors.alpha.array() + static_cast<double>(arma::accu(counts.col(d))) / priors.alpha.size();
  }
  fast->infer(documents, topics, GammaStart::even);
  Eigen::MatrixXd found = zeros();
  const Eigen::VectorXd totals = fast->add_expected_counts(1, found);
  const Eigen::MatrixXd expected = expected_counts_by_definition(counts, topics, before);
  EXPECT_LE(largest_difference(totals, found.rowwise().sum()), 1e-12 * std::max(1.0, found.sum()));
  EXPECT_LE(largest_difference(found, expected), 1e-5 * std::max(1.0, expected.lpNorm<Eigen::Infinity>()));
  const Eigen::VectorXd of_gamma = (fast->gamma().colwise() - priors.alpha).rowwise().sum();
  EXPECT_LE(largest_difference(totals, of_gamma), 1e-5 * std::max(1.0, totals.sum()));
  EXPECT_LE(relative_error(found.sum(), static_cast<double>(arma::accu(counts)), 1), 1e-6)
      << "no token is lost";
}

TEST_P(FastLocalStep, GivesTheSameBitsForAnyNumberOfThreadsAndOnEveryProcessorWithFma) {
  expect_the_same_bits_everywhere(
      [&] { return make_fast_local_step(source, vi::Dirichlet{priors.alpha}, {}); }, documents, topics);
  expect_the_same_bits_everywhere(
      [&] { return make_fast_local_step(source, vi::Dirichlet{priors.alpha}, {}, 100); }, documents, topics);
}

TEST_P(FastLocalStep, IsTheSameInBlocksOfOneDocument) {
  const auto whole = make_fast_local_step(source, {priors.alpha}, {.learn_alpha = true}),
             in_blocks = make_fast_local_step(source, {priors.alpha}, {.learn_alpha = true}, 1);
  for (int pass = 0; pass < 2; ++pass) {
    whole->infer(documents, topics, GammaStart::previous);
    in_blocks->infer(documents, topics, GammaStart::previous);
  }
  EXPECT_EQ(in_blocks->gamma(), whole->gamma());
  EXPECT_EQ(in_blocks->elbo(topics), whole->elbo(topics));
  Eigen::MatrixXd expected = zeros(), found = zeros();
  const Eigen::VectorXd totals = whole->add_expected_counts(2, expected);
  const double rounding = 1e-6 * std::max(1.0, expected.lpNorm<Eigen::Infinity>());
  EXPECT_LE(largest_difference(in_blocks->add_expected_counts(2, found), totals), rounding);
  EXPECT_LE(largest_difference(found, expected), rounding);
  EXPECT_LE(
      largest_difference(in_blocks->most_likely_alpha(priors.alpha), whole->most_likely_alpha(priors.alpha)),
      1e-9);
}

TEST_P(FastLocalStep, HasNothingOfTheBatchBefore) {
  const std::vector<std::size_t> one{documents.back()};
  for (const std::size_t pairs_of_a_block : {std::size_t{100}, kPairsOfABlock}) {
    const auto fresh = make_fast_local_step(source, {priors.alpha}, {}, pairs_of_a_block),
               used = make_fast_local_step(source, {priors.alpha}, {}, pairs_of_a_block);
    used->infer(one, topics, GammaStart::even);
    for (auto* step : {fresh.get(), used.get()}) step->infer(documents, topics, GammaStart::even);
    EXPECT_EQ(used->gamma(), fresh->gamma()) << pairs_of_a_block;
    Eigen::MatrixXd expected = zeros(), found = zeros();
    EXPECT_EQ(used->add_expected_counts(1, found), fresh->add_expected_counts(1, expected))
        << pairs_of_a_block;
    EXPECT_EQ(found, expected) << pairs_of_a_block;
  }
}

INSTANTIATE_TEST_SUITE_P(Awkward, FastLocalStep, testing::ValuesIn(awkward_cases()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(FastLda, ReachesTheGoldenBoundsOfTheReferenceToSixDigits) {
  const golden::Json expected = golden::json("tiny_batch_trace.json")["half_warm"];
  const math::Counts counts = tiny::counts();
  DocumentOptions options{.max_iterations = 1000, .tolerance = 1e-6, .precision = Precision::float32};
  Lda model(counts, tiny::start(), Priors::symmetric(3, 1 / 3., 1 / 3.), options, GammaStart::previous);
  vi::Observer observer;
  const vi::Summary summary = vi::coordinate_ascent(model, {.max_passes = 30, .tolerance = 0}, observer);
  EXPECT_LE(
      relative_error(summary.elbo->total(), expected["trace"].back()["elbo_after_M_phi_reopt"].get<double>()),
      1e-5);
}

}  // namespace
}  // namespace vilda::lda
