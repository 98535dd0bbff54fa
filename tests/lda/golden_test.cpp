#include <gtest/gtest.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {
namespace {

class GoldenEStep : public testing::TestWithParam<const char*> {};

Priors priors_of(const golden::Json& json) {
  const double eta = json["eta"].is_array() ? json["eta"][0].get<double>() : json["eta"].get<double>();
  return {.alpha = golden::vector(json["alpha"]), .eta = eta};
}

TEST_P(GoldenEStep, EveryDocumentReachesItsBoundFromTheEvenStart) {
  const golden::Json expected = golden::json("tiny_estep.json")["cases"][GetParam()];
  const math::Counts counts = tiny::counts();
  for (const auto& document : expected["docs"]) {
    Lda model(counts, tiny::start(), priors_of(expected), tiny::to_the_end(), GammaStart::even);
    const std::vector<std::size_t> alone{document["doc"].get<std::size_t>()};
    model.infer(alone);
    const double bound = model.local_elbo(alone).total();
    EXPECT_NEAR(bound, document["terms_uniform_init"]["elbo"].get<double>(), 1e-8) << "document " << alone[0];
    EXPECT_LE(largest_difference(model.gamma(), golden::vector(document["gamma_from_uniform_init"])), 1e-6)
        << "document " << alone[0];
  }
}

TEST_P(GoldenEStep, TheTotalsAgreeTermByTerm) {
  const golden::Json expected = golden::json("tiny_estep.json")["cases"][GetParam()];
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), priors_of(expected), tiny::to_the_end(), GammaStart::even);
  const auto documents = tiny::all_documents();
  model.infer(documents);
  const double local = model.local_elbo(documents).total(), global = model.global_elbo().total();
  EXPECT_LE(relative_error(local, expected["sum_doc_elbo"].get<double>()), 1e-9);
  EXPECT_LE(relative_error(global, expected["topic_terms"]["minus_KL_beta"].get<double>()), 1e-9);
  EXPECT_LE(relative_error(local + global, expected["total_elbo"].get<double>()), 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenEStep, testing::Values("sym", "half"),
                         [](const auto& test) { return std::string(test.param); });

class GoldenBatch : public testing::TestWithParam<std::pair<const char*, GammaStart>> {};

TEST_P(GoldenBatch, ThirtyPassesFollowTheTrace) {
  const auto& [name, start] = GetParam();
  const golden::Json expected = golden::json("tiny_batch_trace.json")[name];
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), priors_of(expected), tiny::as_golden(), start);
  const auto documents = tiny::all_documents();
  for (const auto& pass : expected["trace"]) {
    model.infer(documents);
    const double after_e = (model.local_elbo(documents) + model.global_elbo()).total();
    EXPECT_LE(relative_error(after_e, pass["elbo_after_E"].get<double>()), 1e-8) << "pass " << pass["iter"];
    vi::step(model, documents, 1);
    const double after_m = (model.local_elbo(documents) + model.global_elbo()).total();
    EXPECT_LE(relative_error(after_m, pass["elbo_after_M_phi_reopt"].get<double>()), 1e-8)
        << "pass " << pass["iter"];
    EXPECT_LE(relative_error(model.topics().lambda().sum(), pass["lambda_sum"].get<double>()), 1e-10);
    EXPECT_LE(relative_error(model.topics().lambda().maxCoeff(), pass["lambda_max"].get<double>()), 1e-6);
  }
}

TEST_P(GoldenBatch, CoordinateAscentEndsWithTheBoundOfTheLastPass) {
  const auto& [name, start] = GetParam();
  const golden::Json expected = golden::json("tiny_batch_trace.json")[name];
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), priors_of(expected), tiny::as_golden(), start);
  vi::Observer observer;
  const vi::Summary summary = vi::coordinate_ascent(model, {.max_passes = 30, .tolerance = 0}, observer);
  EXPECT_LE(
      relative_error(summary.elbo->total(), expected["trace"].back()["elbo_after_M_phi_reopt"].get<double>()),
      1e-8);
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenBatch,
                         testing::Values(std::pair("half_cold", GammaStart::even),
                                         std::pair("half_warm", GammaStart::previous)),
                         [](const auto& test) { return std::string(test.param.first); });

TEST(GoldenBatch, LambdaAfterThirtyColdPasses) {
  const golden::Json expected = golden::json("tiny_batch_trace.json")["half_cold"];
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), priors_of(expected), tiny::as_golden(), GammaStart::even);
  vi::Observer observer;
  vi::coordinate_ascent(model, {.max_passes = 30, .tolerance = 0, .allowed_fall = 1}, observer);
  EXPECT_LE(
      largest_difference(model.topics().lambda(), golden::matrix_from_csv("tiny_lambda30_half_cold.csv")),
      1e-6);
}

class GoldenSvi : public testing::TestWithParam<const char*> {};

TEST_P(GoldenSvi, StepsFollow) {
  const golden::Json expected = golden::json("tiny_svi.json")[GetParam()];
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), priors_of(expected), tiny::to_the_end(), GammaStart::even);
  for (const auto& one : expected["steps"]) {
    const auto batch = one["batch"].get<std::vector<std::size_t>>();
    model.infer(batch);
    const vi::Elbo estimate =
        20. / static_cast<double>(batch.size()) * model.local_elbo(batch) + model.global_elbo();
    EXPECT_LE(relative_error(estimate.total(), one["bound_before_update_scaled_D_over_S"].get<double>()),
              1e-9);
    EXPECT_LE(largest_difference(model.gamma().transpose(), golden::matrix(one["gamma"])), 1e-7);
    vi::step(model, batch, one["rho"].get<double>());
    const Eigen::MatrixXd lambda = golden::matrix(one["lambda"]);
    for (Eigen::Index i = 0; i < lambda.size(); ++i) {
      EXPECT_LE(relative_error(model.topics().lambda().data()[i], lambda.data()[i], 1), 1e-9);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenSvi, testing::Values("rho1_full_equals_batch", "single_rho0.5"),
                         [](const auto& test) { return test.param[0] == 'r' ? "all_at_once" : "half_way"; });

TEST(GoldenMicro, TheBoundStaysBelowTheEnumeratedEvidenceAndReachesItsBest) {
  const golden::Json expected = golden::json("micro_exact.json")["A"];
  const auto documents = expected["inputs"]["docs"].get<std::vector<std::vector<int>>>();
  const math::Counts counts = golden::counts_of(documents, 3);
  const double evidence = golden::number(expected["exact"]["log_evidence"]);
  double best = -std::numeric_limits<double>::infinity();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const TrainingOptions options{.num_topics = 2,
                                  .priors = Priors::symmetric(2, 0.5, 0.5),
                                  .initialization = {.method = Initialization::random},
                                  .document = tiny::to_the_end(),
                                  .ascent = {.max_passes = 2000, .tolerance = 1e-14},
                                  .stochastic = {},
                                  .seed = seed};
    TrainingObserver observer;
    const double bound = train(counts, options, observer).elbo.total();
    EXPECT_LT(bound, evidence) << "seed " << seed;
    best = std::max(best, bound);
  }
  EXPECT_NEAR(best, expected["vb_best_elbo"].get<double>(), 1e-8);
}

}  // namespace
}  // namespace vilda::lda
