#include "vilda/vi/plateau.hpp"

#include <gtest/gtest.h>

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <vector>

#include "vilda/math/random.hpp"

namespace vilda::vi {
namespace {

/// -8 - 0.8 exp(-t / 20) and noise, t = 0, 1, ...: how the bound of a stochastic run rises.
std::vector<double> trace(std::size_t length, double noise, std::uint64_t seed) {
  math::CounterEngine random(seed, math::Stream::initialization, 0);
  boost::random::normal_distribution<double> normal;
  std::vector<double> bounds;
  for (std::size_t t = 0; t < length; ++t)
    bounds.push_back(-8 - 0.8 * std::exp(-static_cast<double>(t) / 20) + noise * normal(random));
  return bounds;
}

/// Passes until a run stops, or the length of the trace.
std::size_t passes(const std::vector<double>& bounds, double tolerance) {
  for (std::size_t t = 1; t <= bounds.size(); ++t) {
    if (has_levelled_off({bounds.data(), t}, tolerance)) return t;
  }
  return bounds.size();
}

TEST(Plateau, OfATraceWithoutNoiseIsWhereTheRiseAPassFallsBelowTheTolerance) {
  const std::vector<double> bounds = trace(1000, 0, 1);
  for (const double tolerance : {1e-4, 1e-5, 1e-6}) {
    const std::size_t stop = passes(bounds, tolerance);
    const std::size_t middle = stop - kPlateauWindow;  // of the two windows
    const double rise = 0.8 / 20 * std::exp(-static_cast<double>(middle) / 20) / 8;
    EXPECT_NEAR(rise / tolerance, 1, 0.1) << tolerance;
  }
}

TEST(Plateau, OfANoisyTraceIsWhereTheRiseIsLostInTheNoise) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::size_t stop = passes(trace(1000, 0.01, seed), 1e-6);
    EXPECT_GT(stop, 60U) << "seed " << seed << ": the rise is 0.04 a window still, eight standard errors";
    EXPECT_LT(stop, 200U) << "seed " << seed << ": nothing is left to be seen";
  }
}

TEST(Plateau, IsAChangeOfNoMoreThanTheStandardErrorOfTheDifference) {
  const auto levelled_off_after = [](double change) {
    std::vector<double> bounds(kPlateauWindow, -8 - change);
    for (std::size_t t = 0; t < kPlateauWindow; ++t) bounds.push_back(t % 2 == 0 ? -7 : -9);
    return has_levelled_off(bounds, 1e-12);
  };
  const double standard_error = std::sqrt(2. / 9);  // of ten numbers at a distance of 1 from their mean
  EXPECT_TRUE(levelled_off_after(0.99 * standard_error));
  EXPECT_FALSE(levelled_off_after(1.01 * standard_error));
}

TEST(Plateau, IsNotASteadyRise) {
  std::vector<double> bounds;
  for (int t = 0; t < 100; ++t) bounds.push_back(-8 + 0.01 * t);
  EXPECT_EQ(passes(bounds, 1e-5), bounds.size());
}

TEST(Plateau, IsNotASteadyFall) {
  std::vector<double> bounds;
  for (int t = 0; t < 100; ++t) bounds.push_back(-8 - 0.01 * t);
  EXPECT_EQ(passes(bounds, 1e-5), bounds.size());
}

TEST(Plateau, NeedsTwoWindowsAndATolerance) {
  const std::vector<double> level(100, -8.0);
  EXPECT_EQ(passes(level, 1e-5), 2 * kPlateauWindow);
  EXPECT_EQ(passes(level, 0), level.size());
}

}  // namespace
}  // namespace vilda::vi
