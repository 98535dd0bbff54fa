#include "vilda/vi/ascent.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>

#include "support/golden.hpp"
#include "vilda/error.hpp"

namespace vilda::vi {
namespace {

/// The smallest conjugate model: unknown mean of normals of variance 1, prior Normal(0, 1). The coordinate is
/// (sum, number) of what was seen; the optimum is (sum of the data, N + 1).
class MeanModel {
 public:
  explicit MeanModel(std::vector<double> data) : data_(std::move(data)) {}

  struct Sums {
    using Natural = Eigen::Vector2d;
    MeanModel* model;

    Natural natural() const { return model->eta; }
    Natural prior() const { return {0, 1}; }
    Natural expected_statistics(Batch batch) const {
      Natural sum(0, 0);
      for (const std::size_t item : batch) sum += Natural(model->data_[item], 1);
      return sum;
    }
    void set_natural(Natural eta) const { model->eta = eta; }
  };

  std::size_t num_items() const { return data_.size(); }
  void infer(Batch batch) { batches.emplace_back(batch.begin(), batch.end()); }
  Elbo local_elbo(Batch) { return {{"data", next_bound()}}; }
  Elbo global_elbo() const { return {{"-kl", -1}}; }
  std::tuple<Sums> coordinates() { return {Sums{this}}; }

  Eigen::Vector2d eta{5, 3};
  std::vector<double> bounds;  // what local_elbo returns, in turn; the last for ever
  std::vector<std::vector<std::size_t>> batches;

 private:
  double next_bound() { return bounds.empty() ? 0 : bounds[std::min(calls_++, bounds.size() - 1)]; }

  std::vector<double> data_;
  std::size_t calls_ = 0;
};
static_assert(ConjugateModel<MeanModel>);

const std::vector<double> kData{1, 2, 4, 8, 16, 32};
const std::vector<std::size_t> kAll{0, 1, 2, 3, 4, 5};

TEST(Step, WithRhoOneLandsOnTheOptimumExactly) {
  MeanModel model(kData);
  step(model, kAll, 1);
  EXPECT_EQ(model.eta, Eigen::Vector2d(63, 7));
}

TEST(Step, WithRhoZeroChangesNothing) {
  MeanModel model(kData);
  step(model, kAll, 0);
  EXPECT_EQ(model.eta, Eigen::Vector2d(5, 3));
}

TEST(Step, GoesRhoOfTheWay) {
  MeanModel model(kData);
  step(model, kAll, 0.25);
  EXPECT_EQ(model.eta, Eigen::Vector2d(5 + 0.25 * (63 - 5), 3 + 0.25 * (7 - 3)));
}

TEST(Step, ScalesABatchToAllItems) {
  MeanModel model(kData);
  step(model, std::vector<std::size_t>{1, 3}, 1);
  EXPECT_EQ(model.eta, Eigen::Vector2d(3 * (2 + 8), 1 + 3 * 2));
}

TEST(Step, MiniBatchTargetsAverageToTheFullOne) {
  Eigen::Vector2d average(0, 0);
  for (const std::size_t item : kAll) {
    MeanModel model(kData);
    step(model, std::vector<std::size_t>{item}, 1);
    average += model.eta / 6;
  }
  EXPECT_NEAR((average - Eigen::Vector2d(63, 7)).norm(), 0, 1e-12);
}

TEST(CoordinateAscent, SeesAllItemsInEveryPass) {
  MeanModel model(kData);
  Observer observer;
  const Summary summary = coordinate_ascent(model, {.max_passes = 3, .tolerance = 0}, observer);
  EXPECT_EQ(summary.passes, 3);
  EXPECT_EQ(summary.termination, Termination::pass_limit);
  EXPECT_EQ(model.batches, std::vector(3, kAll));
}

TEST(CoordinateAscent, ConvergesWhenTheBoundChangesByLessThanTheTolerance) {
  MeanModel model(kData);
  model.bounds = {-100, -50, -49.9, -49.8999};
  Observer observer;
  const Summary summary = coordinate_ascent(model, {.max_passes = 10, .tolerance = 1e-4}, observer);
  EXPECT_EQ(summary.termination, Termination::converged);
  EXPECT_EQ(summary.passes, 4);
}

TEST(CoordinateAscent, StopsWhenTheBoundFallsAndNamesTheTerm) {
  MeanModel model(kData);
  model.bounds = {-100, -100.001};
  Observer observer;
  const Summary summary = coordinate_ascent(model, {.max_passes = 10, .tolerance = 0}, observer);
  EXPECT_EQ(summary.termination, Termination::bound_fell);
  EXPECT_NE(summary.report().find("the term that fell most is data"), std::string::npos) << summary.report();
}

TEST(CoordinateAscent, ForgivesAFallThatRoundingExplains) {
  MeanModel model(kData);
  model.bounds = {-100, -100 - 1e-8};
  Observer observer;
  EXPECT_EQ(coordinate_ascent(model, {.max_passes = 2, .tolerance = 0}, observer).termination,
            Termination::pass_limit);
}

TEST(CoordinateAscent, ForgivesAFallThatRoundingOfCancelledSummandsExplains) {
  const auto termination = [](double fall) {
    MeanModel model(kData);
    model.bounds = {-100, -100 - fall};
    Observer observer;
    return coordinate_ascent(model, {.max_passes = 2, .tolerance = 0, .largest_summand = 1e9}, observer)
        .termination;
  };
  EXPECT_EQ(termination(0.9), Termination::pass_limit);
  EXPECT_EQ(termination(1.1), Termination::bound_fell);
}

TEST(CoordinateAscent, StopsAtABoundThatIsNotFinite) {
  MeanModel model(kData);
  model.bounds = {std::numeric_limits<double>::quiet_NaN()};
  Observer observer;
  const Summary summary = coordinate_ascent(model, {}, observer);
  EXPECT_EQ(summary.termination, Termination::not_finite);
  EXPECT_EQ(summary.report(), "the bound is not finite after 1 pass, bound nan nats, data is nan");
}

TEST(StochasticAscent, VisitsEveryItemOnceAPassInAnOrderThatDependsOnSeedAndPass) {
  MeanModel model(kData);
  Observer observer;
  stochastic_ascent(model, {.max_passes = 2, .tolerance = 0}, {.batch_size = 4}, observer);
  ASSERT_EQ(model.batches.size(), 4U);
  std::vector<std::vector<std::size_t>> passes(2);
  for (std::size_t i = 0; i < 4; ++i)
    passes[i / 2].insert(passes[i / 2].end(), model.batches[i].begin(), model.batches[i].end());
  EXPECT_NE(passes[0], passes[1]);
  for (const auto& pass : passes)
    EXPECT_EQ(std::set<std::size_t>(pass.begin(), pass.end()).size(), kData.size());
}

TEST(StochasticAscent, CutsAPassIntoBatchesOfOneSize) {
  Observer observer;
  for (const std::size_t num_items : {8, 9, 10, 11, 12, 13}) {
    MeanModel model(std::vector<double>(num_items, 1));
    stochastic_ascent(model, {.max_passes = 1, .tolerance = 0}, {.batch_size = 4}, observer);
    const auto [fewest, most] = std::ranges::minmax(model.batches, {}, &std::vector<std::size_t>::size);
    EXPECT_LE(most.size(), 4U) << num_items;
    EXPECT_LE(most.size() - fewest.size(), 1U) << num_items;
    EXPECT_EQ(model.batches.size(), (num_items + 3) / 4) << num_items;
  }
}

TEST(StochasticAscent, FallsOfTheEstimateAreNoFault) {
  MeanModel model(kData);
  model.bounds = {-100, -200};
  Observer observer;
  const Summary summary =
      stochastic_ascent(model, {.max_passes = 2, .tolerance = 0}, {.batch_size = 6}, observer);
  EXPECT_EQ(summary.termination, Termination::pass_limit);
}

TEST(StochasticAscent, GoesOnFromASummaryAsIfItHadNeverStopped) {
  Observer observer;
  MeanModel whole(kData), halves(kData);
  const StochasticOptions stochastic{.batch_size = 2};
  stochastic_ascent(whole, {.max_passes = 4, .tolerance = 0}, stochastic, observer);
  const Summary first = stochastic_ascent(halves, {.max_passes = 2, .tolerance = 0}, stochastic, observer);
  stochastic_ascent(halves, {.max_passes = 4, .tolerance = 0}, stochastic, observer, first);
  EXPECT_EQ(whole.eta, halves.eta);
}

/// Of two steps a pass; -99, -98, ..., -85, and level from there.
std::vector<double> rising_bounds() {
  std::vector<double> bounds;
  for (int step = 0; step < 80; ++step) bounds.push_back(-49.5 + std::min(step / 2, 14) / 2.0);
  return bounds;
}

TEST(StochasticAscent, ConvergesWhenTheEstimatesLevelOff) {
  MeanModel model(kData);
  model.bounds = rising_bounds();
  Observer observer;
  const Summary summary =
      stochastic_ascent(model, {.max_passes = 100, .tolerance = 1e-5}, {.batch_size = 3}, observer);
  EXPECT_EQ(summary.termination, Termination::converged);
  EXPECT_EQ(summary.passes, 34) << "two windows of ten from the end of the rise, the fifteenth pass";
}

TEST(StochasticAscent, ConvergesAfterTheSamePassesWhereverItWasResumed) {
  Observer observer;
  for (const int stop : {1, 15, 22, 33}) {
    MeanModel model(kData);
    model.bounds = rising_bounds();
    const StochasticOptions stochastic{.batch_size = 3};
    const Summary part =
        stochastic_ascent(model, {.max_passes = stop, .tolerance = 1e-5}, stochastic, observer);
    EXPECT_EQ(part.termination, Termination::pass_limit);
    const Summary whole =
        stochastic_ascent(model, {.max_passes = 100, .tolerance = 1e-5}, stochastic, observer, part);
    EXPECT_EQ(whole.termination, Termination::converged) << stop;
    EXPECT_EQ(whole.passes, 34) << stop;
  }
}

TEST(StochasticAscent, OfOneStepAPassHasABoundThatIsNoEstimate) {
  MeanModel model(kData);
  model.bounds = {-100, -50, -49.9, -49.8999};
  Observer observer;
  const Summary summary =
      stochastic_ascent(model, {.max_passes = 10, .tolerance = 1e-4}, {.batch_size = 6}, observer);
  EXPECT_EQ(summary.termination, Termination::converged);
  EXPECT_EQ(summary.passes, 4);
}

TEST(Ascent, StopsAfterThePassInWhichTheObserverAsks) {
  struct Impatient : Observer {
    bool stop_requested() override { return true; }
  } observer;
  MeanModel model(kData);
  const Summary summary = coordinate_ascent(model, {.max_passes = 10, .tolerance = 0}, observer);
  EXPECT_EQ(summary.termination, Termination::interrupted);
  EXPECT_EQ(summary.passes, 1);
}

TEST(AscentOptions, NameTheConstraintThatIsBroken) {
  EXPECT_THROW(AscentOptions{.max_passes = 0}.validate(), InvalidOption);
  EXPECT_THROW(AscentOptions{.tolerance = -1}.validate(), InvalidOption);
  EXPECT_THROW(StochasticOptions{.batch_size = 0}.validate(), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.tau = 0.5}.validate()), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.kappa = 0.4}.validate()), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.kappa = 1.1}.validate()), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.smallest = -0.1}.validate()), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.smallest = 1.1}.validate()), InvalidOption);
  EXPECT_THROW((RobbinsMonro{.smallest_annealing = 1.1}.validate()), InvalidOption);
}

TEST(RobbinsMonro, StepsFallToTheSmallestAndStayThere) {
  const RobbinsMonro schedule{.tau = 1, .kappa = 0.5, .smallest = 0.1};
  EXPECT_DOUBLE_EQ(schedule(0), 1);
  EXPECT_DOUBLE_EQ(schedule(3), 0.5);
  EXPECT_DOUBLE_EQ(schedule(99), 0.1);
  EXPECT_DOUBLE_EQ(schedule(1'000'000), 0.1);
}

TEST(RobbinsMonro, AnnealingStepsAreNotAsSmallAsLaterOnes) {
  const RobbinsMonro schedule{
      .tau = 1, .kappa = 0.5, .smallest = 0.01, .annealing_steps = 200, .smallest_annealing = 0.25};
  EXPECT_DOUBLE_EQ(schedule(3), 0.5);
  EXPECT_DOUBLE_EQ(schedule(99), 0.25);
  EXPECT_DOUBLE_EQ(schedule(199), 0.25);
  EXPECT_DOUBLE_EQ(schedule(200), 1 / std::sqrt(201));
  EXPECT_DOUBLE_EQ(schedule(1'000'000), 0.01);
}

TEST(RobbinsMonro, AgreesWithOtherProgramsSchedules) {
  const RobbinsMonro schedule{.tau = 1, .kappa = 0.5};
  for (const auto& peer : golden::json("peer_cases.json")) {
    if (peer["id"] != "gensim_rho_schedule") continue;
    for (const auto& [t, rho] : peer["reference"].items()) {
      EXPECT_NEAR(schedule(std::stoull(t)), rho.get<double>(), 1e-15) << t;
    }
  }
}

TEST(Shuffled, IsAPermutation) {
  const auto order = shuffled(1000, 3, 5);
  EXPECT_EQ(std::set<std::size_t>(order.begin(), order.end()).size(), 1000U);
  EXPECT_NE(order, in_order(1000));
}

TEST(Shuffled, GivesEveryOrderAboutAsOften) {
  std::map<std::vector<std::size_t>, int> times;
  for (std::uint64_t pass = 0; pass < 600; ++pass) ++times[shuffled(3, 1, pass)];
  EXPECT_EQ(times.size(), 6U);
  for (const auto& [order, its_times] : times) EXPECT_NEAR(its_times, 100, 40);
}

TEST(Summary, RelativeChangeIsAShareOfTheBoundNow) {
  Summary summary;
  summary.elbo = Elbo{{"bound", -8}};
  EXPECT_EQ(summary.relative_change(), std::nullopt);
  summary.elbo_before = Elbo{{"bound", -10}};
  EXPECT_EQ(summary.relative_change(), 0.25);
}

}  // namespace
}  // namespace vilda::vi
