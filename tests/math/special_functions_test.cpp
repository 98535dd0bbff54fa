#include "vilda/math/special_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/golden.hpp"
#include "support/near.hpp"

namespace vilda::math {
namespace {

constexpr double kAccuracy = 1e-12;

/// Checks one column of special_functions.csv; `scale` is the smallest value whose relative error counts.
void expect_column(double (*function)(double), const std::string& column, double scale) {
  const auto rows = golden::csv("special_functions.csv");
  const auto index = static_cast<std::size_t>(std::ranges::find(rows[0], column) - rows[0].begin());
  ASSERT_LT(index, rows[0].size());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double x = std::strtod(rows[i][0].c_str(), nullptr);
    const double expected = std::strtod(rows[i][index].c_str(), nullptr);
    const double found = function(x);
    if (std::abs(expected) < std::numeric_limits<double>::min()) {  // too small for full precision
      EXPECT_LE(std::abs(found), 2 * std::numeric_limits<double>::min()) << column << "(" << x << ")";
    } else {
      EXPECT_LE(relative_error(found, expected, scale), kAccuracy) << column << "(" << x << ") = " << found;
    }
  }
}

TEST(SpecialFunctions, DigammaAgreesWith60Digits) {
  expect_column(&digamma, "digamma", 1);
}
TEST(SpecialFunctions, TrigammaAgreesWith60Digits) {
  expect_column(&trigamma, "trigamma", 0);
}
TEST(SpecialFunctions, LgammaAgreesWith60Digits) {
  expect_column(&lgamma, "lgamma", 0);
}
TEST(SpecialFunctions, ExpDigammaAgreesWith60Digits) {
  expect_column(&exp_digamma, "exp_digamma", 0);
}

TEST(SpecialFunctions, DigammaIsTheDerivativeOfLgamma) {
  for (const double x : {0.01, 0.5, 1.0, 3.7, 19.9, 20.1, 400.0}) {
    const double h = 1e-5 * x;
    EXPECT_NEAR(digamma(x), (lgamma(x + h) - lgamma(x - h)) / (2 * h), 1e-8 * (1 + std::abs(digamma(x))))
        << x;
  }
}

TEST(SpecialFunctions, DigammaSatisfiesItsRecurrence) {
  for (const double x : {1e-6, 0.1, 1.0, 7.5, 1e3})
    EXPECT_NEAR(digamma(x + 1) - digamma(x), 1 / x, 1e-12 / x) << x;
}

TEST(SpecialFunctions, RemaindersCompleteTheLeadingTermsOnBothSidesOfTheSwitch) {
  for (const double x : {1e-8, 0.3, 1.0, 5.0, 19.999, 20.0, 20.001, 50.0, 1e4}) {
    EXPECT_LE(relative_error(stirling_remainder(x) + (x - 0.5) * std::log(x) - x, lgamma(x), 1),
              1e-13 * (1 + x))
        << x;
    EXPECT_LE(relative_error(std::log(x) - log_minus_digamma(x), digamma(x), 1), 1e-13) << x;
  }
}

TEST(LogSumExp, IsTheLogarithmOfTheSumWhereThatIsRepresentable) {
  EXPECT_NEAR(log_sum_exp(Eigen::Vector3d(0.1, -2, 1.5)),
              std::log(std::exp(0.1) + std::exp(-2) + std::exp(1.5)), 1e-15);
}

TEST(LogSumExp, NeitherOverflowsNorUnderflows) {
  EXPECT_DOUBLE_EQ(log_sum_exp(Eigen::Vector2d(1e5, 1e5)), 1e5 + std::log(2));
  EXPECT_DOUBLE_EQ(log_sum_exp(Eigen::Vector2d(-1e5, -1e5)), -1e5 + std::log(2));
}

TEST(LogSumExp, OfNothingIsTheLogarithmOfZero) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(log_sum_exp(Eigen::VectorXd()), -infinity);
  EXPECT_EQ(log_sum_exp(Eigen::Vector2d(-infinity, -infinity)), -infinity);
}

}  // namespace
}  // namespace vilda::math
