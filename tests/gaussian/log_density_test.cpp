#include "vilda/gaussian/log_density.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <string>

#include "vilda/error.hpp"
#include "vilda/gaussian/targets.hpp"

namespace vilda::gaussian {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

double value(const std::string& expression, double x) {
  return parse_log_density(expression)(x);
}

/// What the fault of an expression is said to be.
std::string fault(const std::string& expression) {
  try {
    parse_log_density(expression);
  } catch (const InvalidOption& error) {
    return error.what();
  }
  return "no fault";
}

TEST(LogDensity, FunctionsAreThoseOfTheirNames) {
  const double x = 0.7;
  EXPECT_DOUBLE_EQ(value("exp(x) + log(x) + log1p(x) + expm1(x)", x),
                   std::exp(x) + std::log(x) + std::log1p(x) + std::expm1(x));
  EXPECT_DOUBLE_EQ(value("sqrt(x) + abs(-x) + erf(x) + erfc(x) + tanh(x)", x),
                   std::sqrt(x) + x + std::erf(x) + std::erfc(x) + std::tanh(x));
  EXPECT_DOUBLE_EQ(value("lgamma(x) - lgamma(-x)", x), std::lgamma(x) - std::lgamma(-x));
  EXPECT_DOUBLE_EQ(value("logaddexp(x, 2)", x), std::log(std::exp(x) + std::exp(2.0)));
  EXPECT_NEAR(value("lognormpdf(x, 1, 2)", x),
              std::log(std::exp(-0.5 * 0.15 * 0.15) / (2 * std::sqrt(2 * M_PI))), 1e-15);
  EXPECT_DOUBLE_EQ(value("min(x, 1) * max(x, 3) + pi - e", x), x * 3 + M_PI - M_E);
  EXPECT_DOUBLE_EQ(value("x > 0.5 ? -x : x", x), -x);
}

TEST(LogDensity, UnaryMinusBindsWeakerThanThePower) {
  EXPECT_EQ(value("-x^2", 3), -9);
  EXPECT_EQ(value("2^3^2", 0), 512);
}

TEST(LogDensity, LogOfTheNormalDistributionFunctionHoldsWhereTheFunctionUnderflows) {
  EXPECT_NEAR(log_normal_cdf(0), std::log(0.5), 1e-16);
  EXPECT_NEAR(log_normal_cdf(-29.999999) - log_normal_cdf(-30.000001), 2e-6 * (30 + 1.0 / 30), 1e-9);
  EXPECT_NEAR(log_normal_cdf(-40), -804.608442013753788, 1e-11);  // mpmath: log(ncdf(-40))
}

TEST(LogDensity, LogAddExpIsExactWhereExpOverflows) {
  EXPECT_DOUBLE_EQ(value("logaddexp(x, x)", 1000), 1000 + std::log(2.0));
  EXPECT_DOUBLE_EQ(value("logaddexp(0, x)", -1e300), 0);
  EXPECT_EQ(value("logaddexp(-1/0, -1/0)", 0), -std::numeric_limits<double>::infinity());
}

TEST(LogDensity, FaultsNameTheirPositionAndWhatWasExpected) {
  EXPECT_THAT(fault("-x^2 + y"), HasSubstr("unknown \"y\" at position 8; expected x, a number"));
  EXPECT_THAT(fault("1+"), HasSubstr("ends at position 2; expected"));
  EXPECT_THAT(fault(""), HasSubstr("it is empty; expected"));
  EXPECT_THAT(fault("3 x"), HasSubstr("unexpected \"x\" at position 3; expected an operator"));
  EXPECT_THAT(fault("lognormpdf(x, 0)"), HasSubstr("too few arguments of lognormpdf"));
  EXPECT_THAT(fault("exp(x, 0)"), HasSubstr("too many arguments of exp"));
  EXPECT_THAT(fault("x > 0 ? 1"), HasSubstr("without \":\""));
  EXPECT_THAT(fault("x, x"), HasSubstr("2 values; expected one"));
  EXPECT_THAT(fault("x = 3"), HasSubstr("assigns to x"));
  for (const char* expression :
       {"(x", "x)", "x;", "\"x\"", "x $ 2", "*x", "exp", "exp()", "x?:", "1e", "\x01"}) {
    EXPECT_THAT(fault(expression), Not(HasSubstr("no fault"))) << expression;
    EXPECT_THAT(fault(expression), HasSubstr("expected")) << expression;
    EXPECT_THAT(fault(expression), Not(HasSubstr("\n"))) << expression;
  }
}

TEST(Targets, EveryOneParsesWithItsDefaults) {
  for (const Target& target : targets()) {
    EXPECT_TRUE(std::isfinite(log_density(target)(0.3))) << target.name;
  }
}

TEST(Targets, ParametersReplaceDefaults) {
  const LogDensity f = log_density(find_target("gaussian:sd=2,mean=1e1"));
  EXPECT_DOUBLE_EQ(f(10), -std::log(2 * std::sqrt(2 * M_PI)));
}

TEST(Targets, FaultsSayWhatThereIs) {
  const auto target_fault = [](const char* description) {
    try {
      log_density(find_target(description));
    } catch (const InvalidOption& error) {
      return std::string(error.what());
    }
    return std::string("no fault");
  };
  EXPECT_THAT(target_fault("cauchy"),
              HasSubstr("unknown target \"cauchy\"; expected one of gaussian, student-t"));
  EXPECT_THAT(target_fault("laplace:width=1"),
              HasSubstr("no parameter \"width\"; expected PARAMETER=VALUE with one of location, scale"));
  EXPECT_THAT(target_fault("laplace:scale"), HasSubstr("expected PARAMETER=VALUE"));
  EXPECT_THAT(target_fault("laplace:scale=wide"), HasSubstr("scale is \"wide\"; expected a number"));
  EXPECT_THAT(target_fault("laplace:scale=0"), HasSubstr("scale is 0; it must be above 0"));
  EXPECT_THAT(target_fault("mixture:weight=1"),
              HasSubstr("weight is 1; it must lie strictly between 0 and 1"));
}

}  // namespace
}  // namespace vilda::gaussian
