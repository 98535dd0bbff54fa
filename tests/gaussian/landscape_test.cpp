#include "vilda/gaussian/landscape.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vilda/error.hpp"

namespace vilda::gaussian {
namespace {

using ::testing::HasSubstr;

Landscape landscape_of(const std::string& expression, const ScanOptions& options = {}) {
  return explore(parse_log_density(expression), options);
}

/// What `explore` finds wrong with a density.
std::string fault(const std::string& expression) {
  try {
    landscape_of(expression);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Landscape, FindsOneModeWhereverAndHoweverWideItIs) {
  for (const double mean : {0.0, 1.0, -3.7, 1e4, -1e6, 1e8}) {
    for (const double sd : {1e-4, 1e-2, 1.0, 1e4, 1e7}) {
      const auto f = [&](double x) { return -0.5 * (x - mean) / sd * ((x - mean) / sd); };
      const Landscape landscape = explore(f);
      ASSERT_EQ(landscape.modes.size(), 1U) << mean << ' ' << sd;
      EXPECT_NEAR(landscape.modes[0].x, mean, 1e-6 * sd + 1e-15 * std::abs(mean)) << mean << ' ' << sd;
      EXPECT_NEAR(landscape.modes[0].width() / sd, 1, 0.01) << mean << ' ' << sd;
    }
  }
}

TEST(Landscape, FindsEveryModeAndTheValleysBetween) {
  const Landscape wells = landscape_of("-((x-1e4)^2/1e-6-1)^2");
  ASSERT_EQ(wells.modes.size(), 2U);
  EXPECT_NEAR(wells.modes[0].x, 1e4 - 1e-3, 1e-9);
  EXPECT_NEAR(wells.modes[1].x, 1e4 + 1e-3, 1e-9);
  ASSERT_EQ(wells.valleys.size(), 1U);
  EXPECT_NEAR(wells.valleys[0], 1e4, 1e-4);
  EXPECT_EQ(landscape_of("logaddexp(lognormpdf(x,0,1), lognormpdf(x,1e4,1e-2))").modes.size(), 2U);
}

TEST(Landscape, AModeReachesNoFartherThanTheNextValleyHoweverShallow) {
  const Landscape landscape = landscape_of("logaddexp(lognormpdf(x,-1.2,1), lognormpdf(x,1.2,1))");
  ASSERT_EQ(landscape.modes.size(), 2U);
  ASSERT_EQ(landscape.valleys.size(), 1U);
  const Mode &left = landscape.modes[0], &right = landscape.modes[1];
  EXPECT_DOUBLE_EQ(left.right_width, landscape.valleys[0] - left.x);
  EXPECT_DOUBLE_EQ(right.left_width, right.x - landscape.valleys[0]);
}

TEST(Landscape, ACloserScanFindsWhatTheGridOverlooks) {
  const std::string needle = "logaddexp(lognormpdf(x,0,1), lognormpdf(x,3e6,1e-5))";
  EXPECT_EQ(landscape_of(needle).modes.size(), 1U);
  EXPECT_EQ(landscape_of(needle, {.from = 2.9e6, .to = 3.1e6}).modes.size(), 2U);
}

TEST(Landscape, RoundingMakesNoModes) {
  EXPECT_EQ(landscape_of("1e6 - 0.5*x^2").modes.size(), 1U);
  EXPECT_EQ(landscape_of("-1e5 - log1p(x^2)").modes.size(), 1U);
  EXPECT_EQ(landscape_of("-abs(x)").modes.size(), 1U);
  EXPECT_EQ(landscape_of("-(x^2 - 2e6*x + 1e12)/2").modes.size(), 1U);
}

TEST(Landscape, PartsThatOverflowFarOutAreTheEdgeAndNoFault) {
  EXPECT_NEAR(landscape_of("-0.5*x^2 - log(1+exp(-3*x))").lower, -236.6, 0.1);
  EXPECT_NEAR(landscape_of("log(cosh(x)) - x^2/2").upper, 710.5, 0.1);
  EXPECT_NEAR(landscape_of("2.5*x - 1.3*exp(x)").upper, 709.5, 0.1);
  EXPECT_NEAR(landscape_of("log(exp(-0.5*(x-3)^2)+exp(-0.5*(x+3)^2))").upper, 41.6, 0.1);
  EXPECT_GT(landscape_of("-log(1+x^2)").upper, 1e100);
  EXPECT_GT(landscape_of("x^2 - x^4").upper, 1e70);
}

TEST(Landscape, ASinglePointOfDensityZeroIsNoFault) {
  const Landscape landscape = landscape_of("log(x^2) - x^2/2");
  EXPECT_EQ(landscape.modes.size(), 2U);
  EXPECT_THAT(landscape.singularities, ::testing::Contains(0.0));
}

TEST(Landscape, TruncatedSupportIsSaidToBeThat) {
  for (const char* expression : {"x>0 ? -x : -1/0", "log(x)", "log(x)-x", "x>0 ? 2*log(x)-x : -1/0",
                                 "x>0 ? 200*log(x)-x : -1/0", "abs(x)<1 ? 0 : -1/0", "log(1-x^2)"}) {
    EXPECT_THAT(fault(expression), HasSubstr("truncated support")) << expression;
  }
  EXPECT_THAT(fault("x>-5 ? -0.5*x^2 : -1/0"), HasSubstr("-inf for x <= -5 "));
}

TEST(Landscape, WhatIsNotANumberIsSaidWithItsPlace) {
  EXPECT_THAT(fault("sqrt(1-x^2)"), HasSubstr("not a number at x = 1;"));
  EXPECT_THAT(fault("0/0"), HasSubstr("not a number at x = 0;"));
  EXPECT_THAT(fault("-x^2 + sqrt(1000-x)"), HasSubstr("not a number at x = 1000;"));
  EXPECT_THAT(fault("sin(x)/x - x^2"), HasSubstr("not a number at x = 0;"));
}

TEST(Landscape, InfinitePeaksAreSaidWithTheirPlace) {
  EXPECT_THAT(fault("-0.5*log(abs(x)) - x^2"), HasSubstr("+inf at x = 0;"));
  EXPECT_THAT(fault("exp(x)"), HasSubstr("+inf at x = 709.78"));
  EXPECT_THAT(fault("1/0"), HasSubstr("nowhere finite"));
  EXPECT_THAT(fault("-1/0"), HasSubstr("nowhere finite"));
}

TEST(Landscape, FlatAndRisingDensitiesAreNotNormalisable) {
  EXPECT_THAT(fault("0"), HasSubstr("flat"));
  EXPECT_THAT(fault("7"), HasSubstr("flat"));
  for (const char* expression : {"x", "-x", "x^2", "sin(x) - x", "-1/x^2", "x^2-exp(x)"}) {
    EXPECT_THAT(fault(expression), HasSubstr("not normalisable")) << expression;
  }
}

TEST(Landscape, MoreModesThanCanBeFittedAreAFailure) {
  EXPECT_THROW(landscape_of("sin(x) - 1e-6*x^2"), Failure);
}

TEST(Landscape, HalfAScanRangeIsNoRange) {
  EXPECT_THROW(landscape_of("-x^2", {.from = 1, .to = {}}), InvalidOption);
  EXPECT_THROW(landscape_of("-x^2", {.from = 1, .to = 1}), InvalidOption);
  EXPECT_THROW(landscape_of("-x^2", {.from = NAN, .to = 1}), InvalidOption);
}

}  // namespace
}  // namespace vilda::gaussian
