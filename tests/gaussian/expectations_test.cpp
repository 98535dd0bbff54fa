#include "vilda/gaussian/expectations.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/golden.hpp"
#include "support/near.hpp"
#include "vilda/gaussian/targets.hpp"

namespace vilda::gaussian {
namespace {

struct Case {
  const char* expression;
  vi::Gaussian q;
};

const std::vector<Case>& awkward_cases() {
  static const std::vector<Case> cases = {
      {"-0.5*((x-1.5)/0.7)^2 + 2", {1, 0.5}},
      {"-abs(x-1)/0.5", {0.4, 0.9}},
      {"-abs(x-1)/0.5", {1, 0.01}},
      {"2.5*x - 1.3*exp(x)", {0, 1}},
      {"-2*log1p(x^2/3)", {-2, 2}},
      {"-5*(x^2-1)^2", {0.3, 0.6}},
      {"logaddexp(log(0.3)+lognormpdf(x,-10,1), log(0.7)+lognormpdf(x,10,0.5))", {3, 8}},
      {"logaddexp(log(0.5)+lognormpdf(x,0,1), log(0.5)+lognormpdf(x,0,0.01))", {0.1, 0.7}},
      {"1e5 - 0.5*((x-20)/30)^2 - 0.01*abs(x)", {25, 20}},
      {"x<1 ? -x^2 : -x^2-3", {0.5, 0.4}},
  };
  return cases;
}

Density density(const char* expression) {
  return Density(parse_log_density(expression));
}

TEST(BoundAt, GradientIsTheNumericalDerivativeOfTheBound) {
  for (const auto& [expression, q] : awkward_cases()) {
    const Density p = density(expression);
    const auto bound = [&](const Eigen::Vector2d& m_s) { return bound_at(p, {m_s[0], m_s[1]}).elbo.total(); };
    const Eigen::Vector2d numerical = numerical_gradient(bound, Eigen::Vector2d(q.mean, q.sd), 1e-5);
    const Eigen::Vector2d gradient = bound_at(p, q).gradient;
    EXPECT_LT(largest_difference(gradient, numerical), 2e-6 * (1 + gradient.norm())) << expression;
  }
}

TEST(BoundAt, HessianIsTheNumericalDerivativeOfTheGradient) {
  for (const auto& [expression, q] : awkward_cases()) {
    const Density p = density(expression);
    const Eigen::Matrix2d hessian = bound_at(p, q).hessian;
    for (const int i : {0, 1}) {
      const auto slope = [&](const Eigen::Vector2d& m_s) {
        return bound_at(p, {m_s[0], m_s[1]}).gradient[i];
      };
      const Eigen::Vector2d numerical = numerical_gradient(slope, Eigen::Vector2d(q.mean, q.sd), 1e-5);
      EXPECT_LT(largest_difference(hessian.col(i), numerical), 1e-5 * (1 + hessian.norm()))
          << expression << i;
    }
  }
}

TEST(BoundAt, TermsAreTheExpectedLogDensityAndTheEntropy) {
  const Density p = density("3 - 0.5*((x-1.5)/0.7)^2");
  const vi::Gaussian q{.mean = 1, .sd = 2};
  const vi::Elbo elbo = bound_at(p, q).elbo;
  EXPECT_NEAR(elbo.term("expected_log_density"), -0.5 * (0.25 + 4) / 0.49, 1e-11);  // relative to the highest
  EXPECT_DOUBLE_EQ(elbo.term("entropy"), q.entropy());
}

TEST(BoundAt, AgreesWithReferenceValuesAtTheProbePoints) {
  const golden::Json targets = golden::json("gaussian_targets.json");
  const std::vector<std::pair<const char*, const char*>> expressions = {
      {"gaussian", "2 - 0.5*((x-1.5)/0.7)^2"},
      {"log_gamma", "2.5*x - 1.3*exp(x)"},
      {"laplace", "-abs(x-1)/0.5"},
      {"logistic", "-x - 2*log(1+exp(-x))"},
      {"mixture_overlapping", "logaddexp(log(0.5)+lognormpdf(x,-1,1), log(0.5)+lognormpdf(x,1.2,0.8))"}};
  for (const auto& [name, expression] : expressions) {
    const Density p = density(expression);
    for (const golden::Json& probe : targets.at(name).at("probe_points")) {
      const vi::Gaussian q{.mean = golden::number(probe["m"]), .sd = golden::number(probe["s"])};
      const BoundAt bound = bound_at(p, q);
      EXPECT_NEAR(bound.elbo.total() + p.highest(), golden::number(probe["elbo"]), 1e-9) << name;
      EXPECT_NEAR(bound.gradient[0], golden::number(probe["dELBO_dm"]), 1e-8) << name << q.mean;
      EXPECT_NEAR(bound.gradient[1], golden::number(probe["dELBO_ds"]), 1e-8) << name << q.mean;
    }
  }
}

TEST(BoundAt, IsMinusInfinityWhereQReachesBeyondWhatCanBeEvaluated) {
  EXPECT_EQ(bound_at(density("-exp(x)+x"), {.mean = 0, .sd = 200}).elbo.total(), -HUGE_VAL);
}

}  // namespace
}  // namespace vilda::gaussian
