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

TEST_P(FastLocalStep, TheExpectedCountsAtAGammaAreThoseOfTheReference) {
  const vi::Dirichlet prior{priors.alpha};
  const auto fast = make_fast_local_step(source, prior, {}),
             reference = make_reference_local_step(source, prior, {});
  reference->infer(documents, topics, GammaStart::even);
  fast->set_gamma(documents, reference->gamma());
  fast->elbo(topics);
  Eigen::MatrixXd found = zeros(), expected = zeros();
  const Eigen::VectorXd found_totals = fast->add_expected_counts(1, found),
                        expected_totals = reference->add_expected_counts(1, expected);
  EXPECT_LE(largest_difference(found_totals, found.rowwise().sum()), 1e-12 * std::max(1.0, found.sum()));
  EXPECT_LE(largest_difference(expected_totals, expected.rowwise().sum()),
            1e-12 * std::max(1.0, found.sum()));
  EXPECT_LE(largest_difference(found, expected), 1e-5 * std::max(1.0, expected.lpNorm<Eigen::Infinity>()));
  EXPECT_LE(relative_error(found.sum(), static_cast<double>(arma::accu(counts)), 1), 1e-6)
      << "no token is lost";
}

TEST_P(FastLocalStep, GivesTheSameBitsForAnyNumberOfThreadsAndOnEveryProcessorWithFma) {
  expect_the_same_bits_everywhere(
      [&] { return make_fast_local_step(source, vi::Dirichlet{priors.alpha}, {}); }, documents, topics);
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
