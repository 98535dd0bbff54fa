#include "vilda/gaussian/metropolis.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vilda/error.hpp"
#include "vilda/gaussian/comparison.hpp"
#include "vilda/gaussian/targets.hpp"

namespace vilda::gaussian {
namespace {

Density density(const char* target) {
  return Density(log_density(find_target(target)));
}

void expect_within(const Estimate& estimate, double truth, const char* what) {
  EXPECT_NEAR(estimate.value, truth, 4 * estimate.standard_error) << what;
  EXPECT_GT(estimate.standard_error, 0) << what;
}

TEST(Metropolis, AgreesWithTheTruthWithinItsStandardError) {
  for (const char* target :
       {"gaussian:mean=1e4,sd=1e-3", "laplace", "skew-normal", "log-gamma", "student-t:df=5"}) {
    const Density p = density(target);
    const Moments truth = moments(p);
    const double lower = *truth.mean - 2 * *truth.sd;
    const double upper = *truth.mean + 2 * *truth.sd;
    const MetropolisAnswer answer = sample_metropolis(p, lower, upper);
    expect_within(answer.mean, *truth.mean, target);
    expect_within(answer.sd, *truth.sd, target);
    expect_within(answer.above, probability_above(p, upper), target);
    EXPECT_NEAR(answer.acceptance_rate, 0.44, 0.05) << target;
  }
}

TEST(Metropolis, StandardErrorFallsWithTheSquareRootOfTheDraws) {
  const Density p = density("logistic");
  const double few =
      sample_metropolis(p, -1, 1, {.num_chains = 4, .num_burn_in = 5000, .num_draws = 10000, .seed = 1})
          .mean.standard_error;
  const double many =
      sample_metropolis(p, -1, 1, {.num_chains = 4, .num_burn_in = 5000, .num_draws = 160000, .seed = 1})
          .mean.standard_error;
  EXPECT_NEAR(std::log2(few / many), 2, 1);
}

TEST(Metropolis, StandardErrorsAreTheErrorsOverManySeeds) {
  const Density p = density("gaussian");
  double of_mean = 0, of_sd = 0, errors_of_mean = 0, errors_of_sd = 0;  // sums of squares
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const MetropolisAnswer answer =
        sample_metropolis(p, -1, 1, {.num_chains = 4, .num_burn_in = 1000, .num_draws = 4000, .seed = seed});
    of_mean += std::pow(answer.mean.standard_error, 2);
    of_sd += std::pow(answer.sd.standard_error, 2);
    errors_of_mean += std::pow(answer.mean.value, 2);
    errors_of_sd += std::pow(answer.sd.value - 1, 2);
  }
  EXPECT_NEAR(std::sqrt(errors_of_mean / of_mean), 0.9, 0.25);  // of two estimates the larger is taken
  EXPECT_NEAR(std::sqrt(errors_of_sd / of_sd), 0.9, 0.25);
}

TEST(Metropolis, ChainsThatFindDifferentModesShowInTheStandardError) {
  const MetropolisAnswer answer = sample_metropolis(density("mixture:mean1=-100,mean2=100"), 0, 0);
  EXPECT_GT(answer.mean.standard_error, 20);
}

TEST(Metropolis, DependsOnTheSeedAlone) {
  const Density p = density("laplace");
  const auto mean = [&](std::uint64_t seed) {
    return sample_metropolis(p, -1, 1,
                             {.num_chains = 2, .num_burn_in = 1000, .num_draws = 1000, .seed = seed})
        .mean.value;
  };
  EXPECT_EQ(mean(7), mean(7));
  EXPECT_NE(mean(7), mean(8));
}

TEST(Metropolis, OptionsOutsideTheirRangeAreNamed) {
  EXPECT_THROW(MetropolisOptions{.num_draws = 5}.validate(), InvalidOption);
  EXPECT_THROW(MetropolisOptions{.num_chains = 1}.validate(), InvalidOption);
  EXPECT_THROW(MetropolisOptions{.num_burn_in = 0}.validate(), InvalidOption);
}

TEST(Comparison, TailsOfQAreThoseBeyondTwoStandardDeviations) {
  const Comparison comparison = compare(density("gaussian"), {.mean = 0, .sd = 1}, 0.5, {});
  EXPECT_EQ(comparison.lower, -2);
  EXPECT_EQ(comparison.upper, 2);
  EXPECT_NEAR(comparison.exact.below, comparison.variational.below, 1e-12);
  EXPECT_NEAR(comparison.variational.above, 0.02275013194817921, 1e-15);
  EXPECT_EQ(comparison.variational.seconds, 0.5);
}

}  // namespace
}  // namespace vilda::gaussian
