#include "vilda/lda/training.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/error.hpp"

namespace vilda::lda {
namespace {

TrainingOptions tiny_options(Method method) {
  TrainingOptions options;
  options.num_topics = tiny::kTopics;
  options.method = method;
  options.priors = Priors::symmetric(tiny::kTopics, 0.1, 0.01);
  options.ascent = {.max_passes = 6, .tolerance = 0};
  options.stochastic = {.batch_size = 6, .schedule = {.tau = 4, .kappa = 0.7}};
  return options;
}

TEST(CollapsedSteps, LeaveLittleOfADocumentInTheTopicsUntilItIsMetAgain) {
  for (const std::size_t num_documents : {240, 2'022, 90'869, 10'000'000}) {
    const vi::StochasticOptions options = collapsed_steps(num_documents);
    const double steps = static_cast<double>(num_documents) / static_cast<double>(options.batch_size);
    EXPECT_LE(std::pow(1 - options.schedule(1'000'000'000), steps), std::exp(-1.5) + 1e-12) << num_documents;
  }
}

TEST(CollapsedSteps, OfFewDocumentsBecomeSmallEnoughToAverageThem) {
  for (const std::size_t num_documents : {1, 16, 20, 80, 200})
    EXPECT_DOUBLE_EQ(collapsed_steps(num_documents).schedule(1'000'000'000), 0.1) << num_documents;
}

TEST(CollapsedSteps, OfTheAnnealingPassesForgetMore) {
  vi::StochasticOptions options = collapsed_steps(2'022);  // 33 batches
  const double later = options.schedule(1'000'000);
  anneal(4, 2'022, options);
  EXPECT_DOUBLE_EQ(options.schedule(131), 4.7 * later);
  EXPECT_LT(options.schedule(132), 1.01 * later);
}

TEST(CollapsedSteps, AnnealByWholeStepsAtMost) {
  vi::StochasticOptions options = collapsed_steps(2'022);
  options.schedule.smallest = 0.5;
  anneal(4, 2'022, options);
  EXPECT_EQ(options.schedule.smallest_annealing, 1);
}

class Training : public testing::TestWithParam<Method> {};

TEST_P(Training, DependsOnTheSeedAlone) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  TrainingObserver observer;
  const Eigen::MatrixXd first = train(counts, options, observer).topics.lambda();
  EXPECT_EQ(train(counts, options, observer).topics.lambda(), first);
  options.seed = 2;
  EXPECT_NE(train(counts, options, observer).topics.lambda(), first);
}

TEST_P(Training, HasNoSeedButItsOwn) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.learning = {.alpha = true, .eta = true};
  TrainingObserver observer;
  const TrainingResult expected = train(counts, options, observer);
  options.document.seed = options.stochastic.seed = 7;
  const TrainingResult result = train(counts, options, observer);
  EXPECT_EQ(result.topics.lambda(), expected.topics.lambda());
  EXPECT_EQ(result.priors.alpha, expected.priors.alpha) << "of topics that are drawn with a seed";
}

TEST_P(Training, LearnsNoPriorsFromItsFirstPass) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.learning = {.alpha = true, .eta = true};
  options.ascent.max_passes = 1;
  TrainingObserver observer;
  const Priors priors = train(counts, options, observer).priors;
  EXPECT_EQ(priors.alpha, options.priors.alpha);
  EXPECT_EQ(priors.eta, options.priors.eta);
}

TEST_P(Training, GoesOnFromACheckpointAsIfItHadNeverStopped) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  TrainingObserver observer;
  const TrainingResult whole = train(counts, options, observer);
  options.ascent.max_passes = 2;
  const TrainingResult half = train(counts, options, observer);
  options.ascent.max_passes = 6;
  const TrainingResult resumed = train(counts, options, observer, half.checkpoint);
  EXPECT_EQ(resumed.topics.lambda(), whole.topics.lambda());
  EXPECT_EQ(resumed.elbo, whole.elbo);
}

TEST_P(Training, GoesOnFromACheckpointWithThePriorsLearnedSoFar) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.learning = {.alpha = true, .eta = true};
  TrainingObserver observer;
  const TrainingResult whole = train(counts, options, observer);
  EXPECT_NE(whole.priors.alpha, options.priors.alpha);
  EXPECT_NE(whole.priors.eta, options.priors.eta);
  for (const int stop_after : {1, 3}) {  // before anything is learned, and after
    options.ascent.max_passes = stop_after;
    const TrainingResult part = train(counts, options, observer);
    options.ascent.max_passes = 6;
    const TrainingResult resumed = train(counts, options, observer, part.checkpoint);
    EXPECT_EQ(resumed.topics.lambda(), whole.topics.lambda()) << stop_after;
    EXPECT_EQ(resumed.priors.alpha, whole.priors.alpha) << stop_after;
    EXPECT_EQ(resumed.priors.eta, whole.priors.eta) << stop_after;
    EXPECT_EQ(resumed.elbo, whole.elbo) << stop_after;
  }
}

TEST(AnnealingPasses, AreCountedFromTheStartOfARunThatGoesOn) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(Method::collapsed);
  options.stochastic.schedule.smallest = 0.2;
  TrainingObserver observer;
  const Eigen::MatrixXd without = train(counts, options, observer).topics.lambda();
  options.annealing_passes = 4;
  const Eigen::MatrixXd whole = train(counts, options, observer).topics.lambda();
  EXPECT_NE(whole, without);
  for (const int stop_after : {3, 4, 5}) {
    options.ascent.max_passes = stop_after;
    const TrainingResult part = train(counts, options, observer);
    options.ascent.max_passes = 6;
    EXPECT_EQ(train(counts, options, observer, part.checkpoint).topics.lambda(), whole) << stop_after;
  }
}

TEST_P(Training, OfOneWordLearnsNothingOfEtaAndItsBoundIsFinite) {
  math::Counts counts(1, 3);
  counts(0, 0) = 3;
  counts(0, 2) = 7;
  TrainingOptions options = tiny_options(GetParam());
  options.learning = {.alpha = true, .eta = true};
  TrainingObserver observer;
  const TrainingResult result = train(counts, options, observer);
  EXPECT_EQ(result.priors.eta, options.priors.eta);
  EXPECT_TRUE(std::isfinite(result.elbo.total()));
}

TEST_P(Training, EndsWithTheLedgerOfAllDocuments) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.document = {.max_iterations = 3, .tolerance = 1e-6};
  TrainingObserver observer;
  const DocumentLedger ledger = train(counts, options, observer).documents;
  EXPECT_EQ(ledger.documents, 20U);
  EXPECT_GE(ledger.converged, 1U) << "the empty one converges at once";
  EXPECT_EQ(ledger.worst.documents().size(), std::min<std::size_t>(5, 20 - ledger.converged));
  options.document = tiny::to_the_end();
  const DocumentLedger at_the_end = train(counts, options, observer).documents;
  EXPECT_EQ(at_the_end.documents, 20U);
  EXPECT_EQ(at_the_end.converged, 20U);
  EXPECT_TRUE(at_the_end.worst.documents().empty());
}

TEST_P(Training, EndsWithTheBoundOfTheTopicsItReturns) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.document = tiny::to_the_end();
  options.ascent = {.max_passes = 300, .tolerance = 1e-13};
  TrainingObserver observer;
  const TrainingResult result = train(counts, options, observer);
  Lda fresh(counts, result.topics, options.priors, options.document, GammaStart::previous);
  const auto documents = tiny::all_documents();
  if (GetParam() == Method::batch) fresh.set_gamma(documents, result.checkpoint.gamma);
  fresh.infer(documents);
  EXPECT_LE(relative_error(result.elbo.total(), (fresh.local_elbo(documents) + fresh.global_elbo()).total()),
            1e-9);
}

TEST_P(Training, StartsAtGivenTopics) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(GetParam());
  options.ascent.max_passes = 1;
  TrainingObserver observer;
  const Eigen::MatrixXd from_start = train(counts, options, observer, tiny::start()).topics.lambda();
  EXPECT_NE(from_start, train(counts, options, observer).topics.lambda());
  EXPECT_EQ(from_start, train(counts, options, observer, tiny::start()).topics.lambda());
}

TEST_P(Training, TellsItsObserverOfEveryPassAndItsDocuments) {
  struct Listener : TrainingObserver {
    void on_pass(const vi::Summary& summary, const DocumentLedger& ledger) override {
      EXPECT_EQ(summary.passes, ++passes);
      EXPECT_EQ(ledger.documents, 20U);
    }
    int passes = 0;
  } listener;
  const math::Counts counts = tiny::counts();
  train(counts, tiny_options(GetParam()), listener);
  EXPECT_EQ(listener.passes, 6);
}

/// One word n times, and five documents of seven tokens.
math::Counts one_large_count(std::uint32_t n) {
  math::Counts counts(3, 6);
  counts(0, 0) = n;
  for (arma::uword d = 1; d < 6; ++d) counts(1, d) = 3, counts(2, d) = 4;
  return counts;
}

TEST_P(Training, EndsWithAFiniteModelWhereOneCountOutweighsAllOthers) {
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    for (const std::uint32_t n : {1'000'000U, 16'777'217U, 1'000'000'000U, 2'000'000'000U, 2'147'483'647U}) {
      TrainingOptions options = tiny_options(GetParam());
      options.num_topics = 5;
      options.priors = Priors::symmetric(5, 0.1, 0.01);
      options.document.precision = precision;
      options.ascent.max_passes = 30;
      TrainingObserver observer;
      const TrainingResult result = train(one_large_count(n), options, observer);  // a fall is thrown
      EXPECT_TRUE(std::isfinite(result.elbo.total())) << n;
      EXPECT_NEAR(result.topics.lambda().col(0).sum() / n, 1, 1e-6) << n;
      EXPECT_GE(result.topics.lambda().minCoeff(), 0.009) << n;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, Training, testing::Values(Method::batch, Method::svi, Method::collapsed),
                         [](const auto& test) { return std::string(name_of(test.param)); });

/// Documents of 40 words from two topics each of five disjoint ones, words 10 k to 10 k + 9.
math::Counts planted_corpus() {
  std::vector<std::vector<int>> documents;
  for (int d = 0; d < 200; ++d) {
    documents.emplace_back();
    for (int n = 0; n < 40; ++n)
      documents.back().push_back(10 * ((n % 3 == 0 ? d : d + 1 + d / 5) % 5) + (7 * n + d) % 10);
  }
  return golden::counts_of(documents, 50);
}

TEST(CollapsedTraining, OfMoreTopicsThanDocumentsEndsWithExpectedCountsAboveEta) {
  const math::Counts counts = tiny::counts();
  TrainingOptions options = tiny_options(Method::collapsed);
  options.num_topics = 30;
  options.priors = Priors::symmetric(30, 0.1, 0.01);
  options.learning = {.alpha = true, .eta = true};
  TrainingObserver observer;
  for (options.ascent.max_passes = 2; options.ascent.max_passes <= 20; options.ascent.max_passes *= 2) {
    const TrainingResult result = train(counts, options, observer);
    EXPECT_GE(result.topics.lambda().minCoeff(), result.priors.eta * (1 - 1e-9))
        << options.ascent.max_passes << " passes";
  }
}

TEST(BatchTraining, InDoublesHoldsGammaInFloatsAndTheBoundNeverFalls) {
  TrainingOptions options = tiny_options(Method::batch);
  options.ascent = {.max_passes = 200, .tolerance = 0, .allowed_fall = 1e-12};
  TrainingObserver observer;
  const TrainingResult result = train(tiny::counts(), options, observer);  // a fall is thrown
  EXPECT_EQ(result.summary().passes, 200);
  EXPECT_TRUE(std::holds_alternative<Eigen::MatrixXf>(result.checkpoint.gamma));
}

TEST(PlantedTopics, AreFoundByEveryMethod) {
  const math::Counts counts = planted_corpus();
  for (const Method method : {Method::batch, Method::svi, Method::collapsed}) {
    TrainingOptions options = tiny_options(method);
    options.num_topics = 5;
    options.priors = Priors::symmetric(5, 0.1, 0.01);
    options.ascent.max_passes = 50;
    TrainingObserver observer;
    const Topics topics = train(counts, options, observer).topics;
    for (int planted = 0; planted < 5; ++planted) {
      const Eigen::VectorXd shares =
          topics.lambda().middleCols(10 * planted, 10).rowwise().sum().cwiseQuotient(topics.row_sums());
      EXPECT_GT(shares.maxCoeff(), 0.95) << name_of(method) << ", planted topic " << planted;
    }
  }
}

TEST(DocumentsStart, GivesEveryTopicTheSameMassAndDocumentsOfItsOwn) {
  const math::Counts counts = planted_corpus();
  const Topics topics = initial_topics(CountsSource(counts), Priors::symmetric(5, 0.1, 0.01),
                                       {.method = Initialization::documents}, 1);
  const double mass = static_cast<double>(arma::accu(counts)) / 5;
  for (Eigen::Index k = 0; k < 5; ++k) EXPECT_LE(relative_error(topics.row_sums()[k], mass), 1e-3) << k;
  EXPECT_GT(topics.lambda().minCoeff(), 0);
  EXPECT_GT(largest_difference(topics.lambda().row(0), topics.lambda().row(1)), 0.01 * mass);
}

Topics start_of(const math::Counts& counts, Initialization method, std::uint64_t seed) {
  return initial_topics(CountsSource(counts), Priors::symmetric(5, 0.1, 0.01), {.method = method}, seed);
}

TEST(RandomStart, HasTheMeanAndTheStandardDeviationThatItSays) {
  const math::Counts counts(4000, 1);
  const Eigen::ArrayXXd lambda = start_of(counts, Initialization::random, 1).lambda();
  EXPECT_NEAR(lambda.mean(), 1, 0.01) << "six standard errors";
  EXPECT_NEAR(std::sqrt((lambda - lambda.mean()).square().mean()), 0.316, 0.01);
}

TEST(Starts, DependOnTheSeed) {
  const math::Counts counts = planted_corpus();
  for (const Initialization method :
       {Initialization::random, Initialization::documents, Initialization::collapsed})
    EXPECT_NE(start_of(counts, method, 1).lambda(), start_of(counts, method, 2).lambda()) << name_of(method);
}

/// So many from the topics of a start.
Topics after_collapsed_passes(const math::Counts& counts, Initialization start, double tau, int passes,
                              std::uint64_t seed) {
  Lda model(counts, start_of(counts, start, seed), Priors::symmetric(5, 0.1, 0.01),
            {.inference = DocumentInference::collapsed, .max_iterations = kCollapsedSweeps, .tolerance = 0},
            GammaStart::even);
  vi::StochasticOptions steps = collapsed_steps(counts.n_cols);
  steps.seed = seed;
  steps.schedule.tau = tau;
  steps.schedule.kappa = 0.5;
  vi::Observer observer;
  vi::stochastic_ascent(model, {.max_passes = passes, .tolerance = 0}, steps, observer);
  return model.topics();
}

TEST(CollapsedStart, IsStochasticPassesOfCollapsedInferenceFromTheRandomStart) {
  const math::Counts counts = planted_corpus();
  EXPECT_EQ(start_of(counts, Initialization::collapsed, 3).lambda(),
            after_collapsed_passes(counts, Initialization::random, 1, 5, 3).lambda());
}

TEST(Starts, CanBeWorkedOnByPassesThatDoNotForgetThem) {
  const math::Counts counts = planted_corpus();
  for (const auto& [start, tau] : {std::pair(Initialization::random, 1.0),
                                   {Initialization::documents, 8.0},
                                   {Initialization::spectral, 8.0}}) {
    EXPECT_EQ(initial_topics(CountsSource(counts), Priors::symmetric(5, 0.1, 0.01),
                             {.method = start, .passes = 2}, 3)
                  .lambda(),
              after_collapsed_passes(counts, start, tau, 2, 3).lambda())
        << name_of(start);
  }
}

TEST(Starts, HavePassesOfCollapsedInferenceWhereTheyAreNamedByThem) {
  EXPECT_EQ(InitializationOptions{}.num_passes(), 5);
  EXPECT_EQ(InitializationOptions{.method = Initialization::spectral}.num_passes(), 0);
  EXPECT_EQ((InitializationOptions{.method = Initialization::spectral, .passes = 3}.num_passes()), 3);
  EXPECT_THROW((InitializationOptions{.passes = 0}.validate()), InvalidOption);
  EXPECT_NO_THROW((InitializationOptions{.method = Initialization::random, .passes = 0}.validate()));
  EXPECT_THROW((InitializationOptions{.method = Initialization::random, .passes = -1}.validate()),
               InvalidOption);
}

TEST(CollapsedStart, OfFewDocumentsMakesTwentySteps) {
  const math::Counts counts = planted_corpus().head_cols(16);  // one step a pass
  const auto start_after = [&](int passes) {
    return initial_topics(CountsSource(counts), Priors::symmetric(5, 0.1, 0.01), {.passes = passes}, 1)
        .lambda();
  };
  EXPECT_EQ(start_after(1), start_after(20));
  EXPECT_NE(start_after(1), start_after(21));
}

TEST(CollapsedStart, ReachABetterBoundThanTheRandomStart) {
  const math::Counts counts = planted_corpus();
  double bounds[2] = {0, 0};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const Initialization start : {Initialization::random, Initialization::collapsed}) {
      TrainingOptions options = tiny_options(Method::batch);
      options.num_topics = 5;
      options.priors = Priors::symmetric(5, 0.1, 0.01);
      options.ascent.max_passes = 50;
      options.initialization.method = start;
      options.seed = seed;
      TrainingObserver observer;
      bounds[start == Initialization::random ? 0 : 1] += train(counts, options, observer).elbo.total();
    }
  }
  EXPECT_GT(bounds[1], bounds[0]);
}

}  // namespace
}  // namespace vilda::lda
