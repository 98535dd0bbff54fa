#include "vilda/gaussian/density.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vilda/error.hpp"
#include "vilda/gaussian/targets.hpp"

namespace vilda::gaussian {
namespace {

using ::testing::HasSubstr;

Density density(const std::string& expression) {
  return Density(parse_log_density(expression));
}

double log_evidence(const Density& p) {
  return p.highest() + relative_log_evidence(p);
}

TEST(Density, NormalisedTargetsHaveNoEvidence) {
  for (const char* target :
       {"gaussian:mean=1e4,sd=1e-4", "gaussian:mean=-3,sd=1e4", "student-t:df=1", "student-t:df=1.5",
        "student-t:df=0.5", "laplace:location=5", "logistic:scale=3", "skew-normal:shape=-20", "mixture",
        "mixture:weight=0.001,mean1=-1e4,mean2=1e4", "log-gamma:shape=0.05", "log-gamma:shape=500"}) {
    EXPECT_NEAR(log_evidence(Density(log_density(find_target(target)))), 0, 1e-9) << target;
  }
}

TEST(Density, ClosedFormsOfTheEvidence) {
  EXPECT_NEAR(log_evidence(density("1e5 - 0.5*x^2")), 1e5 + 0.5 * std::log(2 * M_PI), 1e-9);
  EXPECT_NEAR(log_evidence(density("-1e6 - abs(x)")), -1e6 + std::log(2), 1e-9);
  EXPECT_NEAR(log_evidence(density("-x^4")), std::log(2 * std::tgamma(1.25)), 1e-10);
  EXPECT_NEAR(log_evidence(density("-abs(x)^0.5")), std::log(4), 1e-10);
  EXPECT_NEAR(log_evidence(density("-log(1+x^2)")), std::log(M_PI), 1e-10);
  EXPECT_NEAR(log_evidence(density("log(x^2) - x^2/2")), 0.5 * std::log(2 * M_PI), 1e-10);
  EXPECT_NEAR(log_evidence(density("-1.2*log(1+abs(x))")), std::log(2 / 0.2), 1e-9);
}

TEST(Density, EvidenceShiftsWithConstantsAndScales) {
  const double base = log_evidence(density("-(x^2-1)^2 + 0.3*x"));
  EXPECT_NEAR(log_evidence(density("-(x^2-1)^2 + 0.3*x - 777")), base - 777, 1e-9);
  EXPECT_NEAR(log_evidence(density("-((x/50)^2-1)^2 + 0.3*x/50")), base + std::log(50), 1e-9);
  EXPECT_NEAR(log_evidence(density("-((x+300)^2-1)^2 + 0.3*(x+300)")), base, 1e-9);
}

TEST(Density, HeavyTailsAreNotNormalisable) {
  const auto fault = [](const char* expression) {
    try {
      relative_log_evidence(density(expression));
    } catch (const BadInput& error) {
      return std::string(error.what());
    }
    return std::string("no fault");
  };
  EXPECT_THAT(fault("-log(1+abs(x))"), HasSubstr("not normalisable: towards -inf it falls like |x|^-1;"));
  EXPECT_THAT(fault("x>0 ? -x^2 : -0.5*log(1-x)"), HasSubstr("towards -inf it falls like |x|^-0.5;"));
  EXPECT_THAT(fault("x<0 ? -x^2 : -0.9*log(1+x)"), HasSubstr("towards +inf"));
  EXPECT_THAT(fault("abs(x)<1 ? 0 : -1e6"), HasSubstr("|x|^0;"));
  EXPECT_THAT(fault("-x^2 < -4 ? -4 : -x^2"), HasSubstr("not normalisable"));
  EXPECT_THAT(fault("-atan(x^2)"), HasSubstr("not normalisable"));
}

TEST(Density, TailsTooHeavyForTheQuadratureAreAFailure) {
  EXPECT_THROW(relative_log_evidence(density("-1.01*log(1+abs(x))")), Failure);
  EXPECT_THROW(relative_log_evidence(density("-log(1+abs(x)) - 2*log(log(3+abs(x)))")), Failure);
}

TEST(Density, MomentsInClosedForm) {
  const Moments laplace = moments(Density(log_density(find_target("laplace:location=1e4,scale=1e-3"))));
  EXPECT_NEAR(laplace.mean.value(), 1e4, 1e-9);
  EXPECT_NEAR(laplace.sd.value(), 1e-3 * std::sqrt(2), 1e-9);
  const Moments logistic = moments(Density(log_density(find_target("logistic"))));
  EXPECT_NEAR(logistic.sd.value(), M_PI / std::sqrt(3), 1e-9);
  const Moments mixture =
      moments(Density(log_density(find_target("mixture:weight=0.3,mean1=-10,sd1=1,mean2=10,sd2=0.5"))));
  EXPECT_NEAR(mixture.mean.value(), 4, 1e-9);
  EXPECT_NEAR(mixture.sd.value(), std::sqrt(0.3 + 0.7 * 0.25 + 84), 1e-9);
}

TEST(Density, MomentsThatDoNotExistAreAbsent) {
  const auto student = [](const char* df) {
    return moments(Density(log_density(find_target(std::string("student-t:df=") + df))));
  };
  EXPECT_FALSE(student("1").mean.has_value());
  EXPECT_TRUE(student("1.5").mean.has_value());
  EXPECT_FALSE(student("1.5").sd.has_value());
  EXPECT_FALSE(student("2").sd.has_value());
  EXPECT_NEAR(student("3").sd.value(), std::sqrt(3), 1e-8);
  EXPECT_NEAR(student("2.5").sd.value(), std::sqrt(5), 1e-7);
}

TEST(Density, ProbabilitiesOfTheTails) {
  const Density p = density("-0.5*x^2");
  for (const double x : {-9.0, -5.0, -1.0, 0.0, 0.3, 2.0, 30.0}) {
    EXPECT_NEAR(probability_below(p, x), 0.5 * std::erfc(-x / std::sqrt(2)), 1e-12) << x;
    EXPECT_NEAR(probability_above(p, x), 0.5 * std::erfc(x / std::sqrt(2)), 1e-12) << x;
  }
  const Density cauchy = density("-log(1+x^2)");
  EXPECT_NEAR(probability_above(cauchy, 1e6), 1e-6 / M_PI, 1e-12);
}

}  // namespace
}  // namespace vilda::gaussian
