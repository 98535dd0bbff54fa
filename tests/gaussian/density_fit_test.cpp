#include "vilda/gaussian/density_fit.hpp"

#include <gmock/gmock.h>

#include <Eigen/LU>
#include <algorithm>
#include <boost/math/tools/roots.hpp>
#include <cmath>

#include "support/golden.hpp"
#include "vilda/error.hpp"
#include "vilda/gaussian/expectations.hpp"
#include "vilda/gaussian/targets.hpp"

namespace vilda::gaussian {
namespace {

DensityFit fit(const std::string& expression) {
  return fit_gaussian(Density(parse_log_density(expression)));
}

constexpr const char* kWells = "-2*(x^2-1)^2 + 0.1*x";  // a local optimum in each well, one over both

TEST(DensityFit, AGaussianIsItsOwnOptimum) {
  for (const auto& [expression, mean, sd] :
       std::vector<std::tuple<std::string, double, double>>{{"-0.5*((x-1.5)/0.7)^2", 1.5, 0.7},
                                                            {"-0.5*((x-1e4)/1e-4)^2", 1e4, 1e-4},
                                                            {"1e5 - 0.5*((x+3)/1e4)^2", -3, 1e4},
                                                            {"-0.5*((x-1e6)/1e-2)^2 - 1e6", 1e6, 1e-2},
                                                            {"-3*x^2 + 4*x", 2.0 / 3, 1 / std::sqrt(6)}}) {
    const DensityFit result = fit(expression);
    ASSERT_EQ(result.optima.size(), 1U) << expression;
    EXPECT_NEAR(result.optima[0].q.mean, mean, 1e-6 * sd + 1e-15 * std::abs(mean)) << expression;
    EXPECT_NEAR(result.optima[0].q.sd, sd, 1e-6 * sd) << expression;
    EXPECT_NEAR(result.optima[0].kl, 0, 1e-8) << expression;
  }
}

TEST(DensityFit, ShiftsWithTheDensity) {
  const DensityFit base = fit(kWells);
  const DensityFit shifted = fit("-2*((x-300)^2-1)^2 + 0.1*(x-300)");
  ASSERT_EQ(shifted.optima.size(), base.optima.size());
  for (std::size_t k = 0; k < base.optima.size(); ++k) {
    EXPECT_NEAR(shifted.optima[k].q.mean, base.optima[k].q.mean + 300, 1e-8);
    EXPECT_NEAR(shifted.optima[k].q.sd, base.optima[k].q.sd, 1e-8);
    EXPECT_NEAR(shifted.optima[k].kl, base.optima[k].kl, 1e-9);
  }
}

TEST(DensityFit, ScalesWithTheDensity) {
  const DensityFit base = fit(kWells);
  for (const double a : {-1.0, 1e-4, 1e4}) {
    const LogDensity f = parse_log_density(kWells);
    const DensityFit scaled = fit_gaussian(Density([&](double x) { return f(x / a); }));
    ASSERT_EQ(scaled.optima.size(), base.optima.size()) << a;
    EXPECT_NEAR(scaled.log_evidence, base.log_evidence + std::log(std::abs(a)), 1e-9) << a;
    for (std::size_t k = 0; k < base.optima.size(); ++k) {
      EXPECT_NEAR(scaled.optima[k].q.mean / a, base.optima[k].q.mean, 1e-7) << a;
      EXPECT_NEAR(scaled.optima[k].q.sd / std::abs(a), base.optima[k].q.sd, 1e-7) << a;
      EXPECT_NEAR(scaled.optima[k].kl, base.optima[k].kl, 1e-9) << a;
    }
  }
}

TEST(DensityFit, ConstantsMoveTheBoundAndTheEvidenceAlone) {
  const DensityFit base = fit(kWells);
  const DensityFit raised = fit(std::string(kWells) + " + 1e5");
  for (std::size_t k = 0; k < base.optima.size(); ++k) {
    EXPECT_NEAR(raised.optima[k].elbo.total(), base.optima[k].elbo.total() + 1e5, 1e-8);
    EXPECT_NEAR(raised.optima[k].kl, base.optima[k].kl, 1e-8);
  }
}

TEST(DensityFit, EveryOptimumIsAMaximumOfTheBoundBelowTheEvidence) {
  for (const Target& target : targets()) {
    const Density p(log_density(target));
    const DensityFit result = fit_gaussian(p);
    for (const Optimum& optimum : result.optima) {
      EXPECT_LE(optimum.elbo.total(), result.log_evidence + 1e-10) << target.name;
      EXPECT_NEAR(result.log_evidence - optimum.elbo.total(), optimum.kl, 1e-9) << target.name;
      const BoundAt bound = bound_at(p, optimum.q);
      EXPECT_LT(bound.gradient.norm() * optimum.q.sd, 1e-8) << target.name;
      EXPECT_LT(bound.hessian(0, 0), 0) << target.name;
      EXPECT_GT(bound.hessian.determinant(), 0) << target.name;
    }
    EXPECT_TRUE(std::ranges::is_sorted(result.optima, {}, &Optimum::kl)) << target.name;
  }
}

TEST(DensityFit, ASaddleOfTheBoundIsNoOptimum) {
  // A spike on a broad peak: between the narrow and the wide optimum lies a saddle at the same mean.
  const Density p(parse_log_density("logaddexp(lognormpdf(x,0,1), lognormpdf(x,0,0.01))"));
  const auto slope = [&](double log_sd) {
    return bound_at(p, {.mean = 0, .sd = std::exp(log_sd)}).gradient[1];
  };
  const auto [low, high] = boost::math::tools::bisect(slope, std::log(0.03), std::log(0.5),
                                                      boost::math::tools::eps_tolerance<double>(50));
  FitOptions options;
  options.starts = {{.mean = 0, .sd = std::exp(low)}};
  const DensityFit result = fit_gaussian(p, options);
  ASSERT_EQ(result.optima.size(), 2U);
  for (const Optimum& optimum : result.optima) EXPECT_GT(std::abs(std::log(optimum.q.sd) - low), 0.1) << high;
}

TEST(DensityFit, MoreStartsFindNothingNewAndLoseNothing) {
  const Density p(parse_log_density(kWells));
  const DensityFit base = fit_gaussian(p);
  FitOptions options;
  for (const double mean : {-3.0, -1.0, 0.0, 0.5, 2.0}) {
    for (const double sd : {0.02, 0.3, 3.0}) options.starts.push_back({.mean = mean, .sd = sd});
  }
  EXPECT_EQ(fit_gaussian(p, options).optima.size(), base.optima.size());
}

void expect_optima(const std::string& name, const DensityFit& result, double log_evidence,
                   const golden::Json& optima, const char* mean, const char* sd) {
  EXPECT_NEAR(result.log_evidence, log_evidence, 1e-8) << name;
  ASSERT_EQ(result.optima.size(), optima.size()) << name;
  for (const golden::Json& expected : optima) {
    const double m = golden::number(expected[mean]);
    const double s = golden::number(expected[sd]);
    const auto distance = [&](const Optimum& o) {
      return std::abs(o.q.mean - m) / s + std::abs(o.q.sd / s - 1);
    };
    const Optimum& found = *std::ranges::min_element(result.optima, {}, distance);
    EXPECT_NEAR(found.q.mean, m, 1e-6 * std::min(1.0, s)) << name;
    EXPECT_NEAR(found.q.sd, s, 1e-6 * std::min(1.0, s)) << name;
    EXPECT_NEAR(found.kl, golden::number(expected["kl"]), 1e-8) << name;
    EXPECT_NEAR(found.elbo.total(), golden::number(expected["elbo"]), 1e-8) << name;
  }
}

TEST(DensityFit, AgreesWithReferenceTargets) {
  const std::vector<std::pair<const char*, const char*>> expressions = {
      {"gaussian", "2 - 0.5*((x-1.5)/0.7)^2"},
      {"log_gamma", "2.5*x - 1.3*exp(x)"},
      {"laplace", "-abs(x-1)/0.5"},
      {"logistic", "-x - 2*log(1+exp(-x))"},
      {"mixture_overlapping", "logaddexp(log(0.5)+lognormpdf(x,-1,1), log(0.5)+lognormpdf(x,1.2,0.8))"}};
  const golden::Json targets = golden::json("gaussian_targets.json");
  for (const auto& [name, expression] : expressions) {
    const golden::Json& target = targets.at(name);
    expect_optima(name, fit(expression), golden::number(target["logZ"]), target["optima"], "m", "s");
  }
}

TEST(DensityFit, AgreesWithTargetsComputedByAnotherProgram) {  // tests/golden/gaussian_independent.py
  for (const golden::Json& target : golden::json("gaussian_independent.json")) {
    const std::string f = target["log_density"];
    const DensityFit result = target["named"] ? fit_gaussian(Density(log_density(find_target(f)))) : fit(f);
    expect_optima(f, result, target["log_evidence"], target["optima"], "mean", "sd");
  }
}

TEST(DensityFit, WithoutAFiniteExpectationThereIsNoOptimum) {
  try {
    fit("-exp(x^4)");
    FAIL();
  } catch (const Failure& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("no finite optimum"));
  }
}

TEST(DensityFit, LargeTermsThatCancelAreToldOrTooMuch) {
  EXPECT_NEAR(fit("-(x^2 - 2e4*x + 1e8)/2").optima.at(0).kl, 0, 1e-8);
  try {
    fit("-(x^2 - 2e6*x + 1e12)/2");
    FAIL();
  } catch (const Failure& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("from rounding"));
  }
}

}  // namespace
}  // namespace vilda::gaussian
