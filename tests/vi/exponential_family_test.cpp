#include "vilda/vi/exponential_family.hpp"

#include <gtest/gtest.h>

#include "support/near.hpp"
#include "vi/families.hpp"

namespace vilda::vi {
namespace {

template <class Q>
class ExponentialFamilyTest : public testing::Test {};
using Families = testing::Types<Gaussian, Gamma, Dirichlet, Categorical>;
TYPED_TEST_SUITE(ExponentialFamilyTest, Families);

TYPED_TEST(ExponentialFamilyTest, ExpectedStatisticsAreTheGradientOfTheLogNormalizer) {
  const auto log_normalizer_at = [](const typename TypeParam::Natural& eta) {
    // Not through from_natural: a Categorical would normalise eta, and its A is not that of a normalised one.
    if constexpr (std::same_as<TypeParam, Categorical>)
      return std::log(eta.array().exp().sum());
    else
      return TypeParam::from_natural(eta).log_normalizer();
  };
  for (const TypeParam& q : awkward<TypeParam>()) {
    const typename TypeParam::Natural expected =
        numerical_gradient(log_normalizer_at, typename TypeParam::Natural(q.natural()));
    const typename TypeParam::Natural found = q.expected_statistics();
    for (Eigen::Index i = 0; i < found.size(); ++i)
      EXPECT_LE(relative_error(found[i], expected[i], 1e-2), 1e-6) << q;
  }
}

TYPED_TEST(ExponentialFamilyTest, NaturalParametersThereAndBackAreTheSameMember) {
  for (const TypeParam& q : awkward<TypeParam>()) {
    const typename TypeParam::Natural there = q.natural();
    const typename TypeParam::Natural back = TypeParam::from_natural(there).natural();
    for (Eigen::Index i = 0; i < there.size(); ++i) EXPECT_LE(relative_error(back[i], there[i]), 1e-13) << q;
  }
}

TYPED_TEST(ExponentialFamilyTest, KlOfAMemberWithItselfIsZero) {
  for (const TypeParam& q : awkward<TypeParam>()) EXPECT_EQ(kl(q, q), 0) << q;
}

TYPED_TEST(ExponentialFamilyTest, KlBetweenDifferentMembersIsPositive) {
  const auto members = awkward<TypeParam>();
  for (const TypeParam& q : members) {
    for (const TypeParam& p : members) {
      const typename TypeParam::Natural eta_q = q.natural(), eta_p = p.natural();
      if (eta_q.size() != eta_p.size() || eta_q == eta_p) continue;
      EXPECT_GT(kl(q, p), 0) << q << p;
    }
  }
}

// H(q) = A(eta) - <eta, E[t]> - E[log h], with log h zero for Gaussian and Categorical.
TYPED_TEST(ExponentialFamilyTest, EntropyIsMinusTheExpectedLogDensity) {
  for (const TypeParam& q : awkward<TypeParam>()) {
    const typename TypeParam::Natural eta = q.natural(), statistics = q.expected_statistics();
    double expected_log_base = 0;
    if constexpr (std::same_as<TypeParam, Gamma>) expected_log_base = -statistics[0];
    if constexpr (std::same_as<TypeParam, Dirichlet>) expected_log_base = -statistics.sum();
    const double entropy = q.log_normalizer() - expected_inner_product(eta, statistics) - expected_log_base;
    EXPECT_NEAR(q.entropy(), entropy, 1e-9 * (1 + std::abs(entropy))) << q;
  }
}

TEST(Kl, OfGaussiansIsTheClosedForm) {
  for (const Gaussian& q : awkward<Gaussian>()) {
    for (const Gaussian& p : awkward<Gaussian>()) {
      const double z = (q.mean - p.mean) / p.sd, ratio = q.sd / p.sd;
      const double closed_form = 0.5 * (ratio * ratio + z * z - 1) - std::log(ratio);
      EXPECT_LE(relative_error(kl(q, p), closed_form, 1), 1e-9) << q << p;
    }
  }
}

TEST(Kl, IsInfiniteWhereQHasMassThatPHasNot) {
  const Categorical q{Eigen::Vector2d(0.5, 0.5)}, p{Eigen::Vector2d(1, 0)};
  EXPECT_EQ(kl(q, p), std::numeric_limits<double>::infinity());
  EXPECT_NEAR(kl(p, q), std::log(2), 1e-15);  // 0 log 0 = 0
}

}  // namespace
}  // namespace vilda::vi
