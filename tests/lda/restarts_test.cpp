#include "vilda/lda/restarts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "lda/tiny.hpp"
#include "vilda/error.hpp"

namespace vilda::lda {
namespace {

TrainingOptions short_runs(Method method) {
  TrainingOptions options;
  options.num_topics = tiny::kTopics;
  options.method = method;
  options.priors = Priors::symmetric(tiny::kTopics, 0.1, 0.01);
  options.ascent = {.max_passes = 4, .tolerance = 0};
  options.stochastic = {.batch_size = 6, .schedule = {.tau = 4, .kappa = 0.7}};
  options.seed = 11;
  return options;
}

class Restarts : public testing::TestWithParam<Method> {};

TEST_P(Restarts, KeepTheRunOfTheBestBoundAsItsSeedAloneGivesIt) {
  const math::Counts counts = tiny::counts();
  RestartsObserver observer;
  const BestOfRestarts all = train_best(CountsSource(counts), short_runs(GetParam()), 4, observer);
  ASSERT_EQ(all.restarts.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    TrainingOptions alone = short_runs(GetParam());
    alone.seed += i;
    const TrainingResult run = train(counts, alone, observer);
    EXPECT_EQ(all.restarts[i], (Restart{alone.seed, run.elbo.total()}));
    EXPECT_LE(run.elbo.total(), all.result.elbo.total()) << "seed " << alone.seed;
    EXPECT_EQ(run.topics.lambda() == all.result.topics.lambda(), i == all.best) << "seed " << alone.seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, Restarts, testing::Values(Method::batch, Method::svi, Method::collapsed),
                         [](const auto& test) { return std::string(name_of(test.param)); });

TEST(TrainBest, KeepsTheFirstOfEquals) {
  TrainingOptions one_topic = short_runs(Method::batch);  // whose optimum every start reaches
  one_topic.num_topics = 1;
  one_topic.priors = Priors::symmetric(1, 0.1, 0.01);
  const math::Counts counts = tiny::counts();
  RestartsObserver observer;
  const BestOfRestarts all = train_best(CountsSource(counts), one_topic, 3, observer);
  ASSERT_EQ(all.restarts[1].elbo_nats, all.restarts[0].elbo_nats);
  ASSERT_EQ(all.restarts[2].elbo_nats, all.restarts[0].elbo_nats);
  EXPECT_EQ(all.best, 0U);
}

TEST(TrainBest, TellTheirObserverOfEveryRun) {
  struct Listener : RestartsObserver {
    void on_restart(std::uint64_t seed) override { seeds.push_back(seed); }
    void on_pass(const vi::Summary&, const DocumentLedger&) override { ++passes; }
    void on_end(const Restart& run) override {
      EXPECT_EQ(run.seed, seeds.back());
      EXPECT_EQ(passes, 4 * static_cast<int>(seeds.size()));
    }
    std::vector<std::uint64_t> seeds;
    int passes = 0;
  } listener;
  const math::Counts counts = tiny::counts();
  train_best(CountsSource(counts), short_runs(Method::batch), 3, listener);
  EXPECT_EQ(listener.seeds, (std::vector<std::uint64_t>{11, 12, 13}));
}

TEST(TrainBest, EndWithTheRunThatIsInterrupted) {
  struct Impatient : RestartsObserver {
    void on_restart(std::uint64_t) override { ++runs; }
    bool stop_requested() override { return runs == 2; }
    int runs = 0;
  } impatient;
  const math::Counts counts = tiny::counts();
  const BestOfRestarts all = train_best(CountsSource(counts), short_runs(Method::batch), 5, impatient);
  EXPECT_TRUE(all.interrupted);
  ASSERT_EQ(all.restarts.size(), 2U);
  TrainingOptions one_pass = short_runs(Method::batch);
  ++one_pass.seed;
  one_pass.ascent.max_passes = 1;
  RestartsObserver nobody;
  EXPECT_EQ(all.restarts[1].elbo_nats, train(counts, one_pass, nobody).elbo.total());
  EXPECT_EQ(all.best, all.restarts[1].elbo_nats > all.restarts[0].elbo_nats ? 1U : 0U);
}

TEST(TrainBest, StartAnew) {
  const math::Counts counts = tiny::counts();
  RestartsObserver observer;
  const TrainingOptions options = short_runs(Method::batch);
  EXPECT_THROW(train_best(CountsSource(counts), options, 2, observer, tiny::start()), InvalidOption);
  EXPECT_THROW(train_best(CountsSource(counts), options, 0, observer), InvalidOption);
  EXPECT_NO_THROW(train_best(CountsSource(counts), options, 1, observer, tiny::start()));
}

TEST(TrainBest, RefuseToRepeatOneRun) {
  const math::Counts counts = tiny::counts();
  RestartsObserver observer;
  TrainingOptions options = short_runs(Method::batch);
  options.initialization.method = Initialization::spectral;
  EXPECT_THROW(train_best(CountsSource(counts), options, 2, observer), InvalidOption);
  EXPECT_NO_THROW(train_best(CountsSource(counts), options, 1, observer));
  options.initialization.passes = 1;  // of documents that are shuffled by the seed, as those of svi are
  EXPECT_NO_THROW(train_best(CountsSource(counts), options, 2, observer));
  options.initialization.passes.reset();
  options.method = Method::svi;
  const BestOfRestarts all = train_best(CountsSource(counts), options, 2, observer);
  EXPECT_NE(all.restarts[0].elbo_nats, all.restarts[1].elbo_nats);
}

}  // namespace
}  // namespace vilda::lda
