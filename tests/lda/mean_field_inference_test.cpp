#include <gtest/gtest.h>

#include "lda/planted_corpus.hpp"
#include "lda/processors_and_threads.hpp"

/// Documents that go on with the topics that they use, against the reference, where every topic takes part in
/// every iteration.
namespace vilda::lda {
namespace {

class MeanFieldInference : public OfPlantedCorpus {};

double bound(LocalStep& step, const LazyTopics& topics) {
  return step.elbo(topics).total();
}

TEST_P(MeanFieldInference, LosesLessThanAMillionthOfTheBound) {
  for (const double tolerance : {1e-3, 1e-5}) {
    const DocumentOptions options{.tolerance = tolerance};
    const auto fast = make_fast_local_step(source, {priors.alpha}, options),
               reference = make_reference_local_step(source, {priors.alpha}, options);
    fast->infer(documents, topics, GammaStart::even);
    reference->infer(documents, topics, GammaStart::even);
    const double expected = bound(*reference, topics);
    EXPECT_GE(bound(*fast, topics), expected - 1e-6 * std::abs(expected)) << tolerance;
  }
}

TEST_P(MeanFieldInference, HasConvergedOnlyWhereAllTopicsHave) {
  const DocumentOptions options{.max_iterations = 2000}, once{.max_iterations = 1, .tolerance = 2e-3};
  const auto fast = make_fast_local_step(source, {priors.alpha}, options),
             reference = make_reference_local_step(source, {priors.alpha}, once);
  const DocumentLedger ledger = fast->infer(documents, topics, GammaStart::even);
  EXPECT_EQ(ledger.converged, documents.size());
  reference->set_gamma(documents, fast->gamma());
  EXPECT_EQ(reference->infer(documents, topics, GammaStart::previous).converged, documents.size());
}

TEST_P(MeanFieldInference, BringsTopicsBackWhereAllTopicsDo) {
  const DocumentOptions options{.max_iterations = 500};
  const auto fast = make_fast_local_step(source, {priors.alpha}, options),
             reference = make_reference_local_step(source, {priors.alpha}, options);
  // Every document as if it had used the next one's topics alone.
  reference->infer(documents, topics, GammaStart::even);
  const Eigen::MatrixXd own = reference->gamma();
  Eigen::MatrixXd of_next(own.rows(), own.cols());
  of_next << own.rightCols(own.cols() - 1), own.col(0);
  for (MeanFieldStep* step : {fast.get(), reference.get()}) {
    step->set_gamma(documents, of_next);
    step->infer(documents, topics, GammaStart::previous);
  }
  const auto most_used = [](const Eigen::MatrixXd& gamma) {
    std::vector<Eigen::Index> most(static_cast<std::size_t>(gamma.cols()));
    for (Eigen::Index d = 0; d < gamma.cols(); ++d) gamma.col(d).maxCoeff(&most[static_cast<std::size_t>(d)]);
    return most;
  };
  const auto found = most_used(fast->gamma()), expected = most_used(reference->gamma());
  std::size_t equal = 0;
  for (std::size_t d = 0; d < found.size(); ++d) equal += found[d] == expected[d] ? 1 : 0;
  EXPECT_GE(equal, found.size() * 97 / 100);
}

TEST_P(MeanFieldInference, GoesOnAsFarAsTheReference) {
  const DocumentOptions options{.max_iterations = 1000, .tolerance = 1e-5};
  const auto fast = make_fast_local_step(source, {priors.alpha}, options),
             reference = make_reference_local_step(source, {priors.alpha}, options);
  for (MeanFieldStep* step : {fast.get(), reference.get()}) {
    step->infer(documents, topics, GammaStart::even);
    step->infer(documents, topics, GammaStart::previous);
  }
  const double expected = bound(*reference, topics);
  EXPECT_GE(bound(*fast, topics), expected - 1e-6 * std::abs(expected));
}

TEST_P(MeanFieldInference, LetsCoordinateAscentRise) {
  struct Passes : vi::Observer {
    void on_pass(const vi::Summary& summary) override { bounds.push_back(summary.elbo->total()); }
    std::vector<double> bounds;
  } passes;
  Lda model(counts, topics.topics(), priors, {.precision = Precision::float32}, GammaStart::previous);
  vi::coordinate_ascent(model, {.max_passes = 30, .tolerance = 0, .allowed_fall = 1e-6}, passes);
  ASSERT_EQ(passes.bounds.size(), 30U);
  for (std::size_t i = 1; i < passes.bounds.size(); ++i)
    EXPECT_GE(passes.bounds[i], passes.bounds[i - 1] - 1e-6 * std::abs(passes.bounds[i])) << i;
}

TEST_P(MeanFieldInference, GivesTheSameBitsForAnyNumberOfThreadsAndOnEveryProcessorWithFma) {
  Eigen::MatrixXd gamma;
  on_every_processor_with_fma([&] {
    const auto step = make_fast_local_step(source, {priors.alpha}, {});
    step->infer(documents, topics, GammaStart::even);
    if (gamma.size() == 0) gamma = step->gamma();
    EXPECT_EQ(step->gamma(), gamma);
  });
}

INSTANTIATE_TEST_SUITE_P(Planted, MeanFieldInference,
                         testing::Values(PlantedCorpus{"ShortDocuments", 100, 50, 2, 0.1},
                                         PlantedCorpus{"LongDocuments", 100, 400, 5, 0.1},
                                         PlantedCorpus{"SmallAlpha", 50, 100, 3, 0.01},
                                         PlantedCorpus{"FewTopics", 20, 100, 3, 0.1},
                                         PlantedCorpus{"ManyTopics", 500, 100, 3, 0.05}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace vilda::lda
