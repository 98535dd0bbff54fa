#include "vilda/math/quadrature.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vilda::math {
namespace {

template <class F>
Integral<1> integral(const F& f, const std::vector<double>& breaks, const QuadratureOptions& options = {}) {
  return integrate<1>([&](double x) { return Components<1>(f(x)); }, breaks, options);
}

TEST(Quadrature, PolynomialsUpToTheRulesDegreeAreExact) {
  const auto result = integral([](double x) { return 11 * std::pow(x, 10); }, {0, 1, 2});
  EXPECT_NEAR(result.value[0], 2048, 2048 * 1e-15);
  EXPECT_TRUE(result.reached);
}

TEST(Quadrature, KinksJumpsAndEndPointSingularitiesAwayFromBreaksReachTheTolerance) {
  EXPECT_NEAR(integral([](double x) { return std::abs(x - 1.0 / 3); }, {-1, 1}).value[0], 10.0 / 9, 1e-11);
  EXPECT_NEAR(integral([](double x) { return x < 1.0 / 3 ? 1.0 : 2.0; }, {0, 1}).value[0], 5.0 / 3, 1e-10);
  EXPECT_NEAR(integral([](double x) { return std::log(x); }, {0, 1}).value[0], -1, 1e-10);
}

TEST(Quadrature, ErrorEstimateBoundsTheError) {
  const auto runge = [](double x) { return 1 / (1 + 1e4 * x * x); };
  for (const double tolerance : {1e-3, 1e-6, 1e-9}) {
    const auto result = integral(
        runge, {-1, 1}, {.absolute_tolerance = tolerance, .relative_tolerance = 0, .max_pieces = 4000});
    EXPECT_TRUE(result.reached);
    EXPECT_LE(std::abs(result.value[0] - 2 * std::atan(100.0) / 100), result.error + 1e-15);
  }
}

TEST(Quadrature, ComponentsShareTheirEvaluationsAndTheLargestDecides) {
  const auto result = integrate<2>([](double x) { return Components<2>(std::exp(x), 1e3 * std::sin(x)); },
                                   std::vector<double>{0, 1});
  EXPECT_NEAR(result.value[0], std::expm1(1.0), 1e-12);
  EXPECT_NEAR(result.value[1], 1e3 * (1 - std::cos(1.0)), 1e-9);
}

TEST(Quadrature, SaysWhenTheToleranceIsNotReached) {
  const auto result = integral([](double x) { return std::sin(1 / x); }, {1e-9, 1},
                               {.absolute_tolerance = 1e-14, .relative_tolerance = 0, .max_pieces = 10});
  EXPECT_FALSE(result.reached);
  EXPECT_GT(result.error, 1e-14);
}

TEST(Quadrature, ANumberThatIsNoneIsNotCalledReached) {
  EXPECT_FALSE(integral([](double x) { return std::sqrt(x - 0.5); }, {0, 1}).reached);
}

TEST(Quadrature, EmptyPiecesAddNothing) {
  EXPECT_EQ(integral([](double) { return 1.0; }, {2, 2, 2}).value[0], 0);
}

}  // namespace
}  // namespace vilda::math
