#include "vilda/vi/elbo.hpp"

#include <gtest/gtest.h>

namespace vilda::vi {
namespace {

TEST(Elbo, IsTheSumOfItsTerms) {
  EXPECT_EQ((Elbo{{"words", -10}, {"-kl", -2}}).total(), -12);
}

TEST(Elbo, AddsTermsOfTheSameNameAndKeepsTheOthers) {
  const Elbo sum = Elbo{{"words", -10}, {"-kl_theta", -2}} + Elbo{{"words", -1}, {"-kl_beta", -3}};
  EXPECT_EQ(sum, (Elbo{{"words", -11}, {"-kl_theta", -2}, {"-kl_beta", -3}}));
}

TEST(Elbo, ScalesEveryTerm) {
  EXPECT_EQ(2 * (Elbo{{"a", 1}, {"b", -3}}), (Elbo{{"a", 2}, {"b", -6}}));
}

TEST(Elbo, NamesTheTermThatFellMost) {
  const Elbo before{{"words", -10}, {"-kl_theta", -2}, {"-kl_beta", -5}};
  const Elbo after{{"words", -9}, {"-kl_theta", -6}, {"-kl_beta", -6}};
  EXPECT_EQ(after.fallen_term(before), "-kl_theta");
}

TEST(Elbo, HasNoTermThatWasNotAdded) {
  EXPECT_EQ(Elbo().term("words"), 0);
}

}  // namespace
}  // namespace vilda::vi
