#include "vilda/math/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace vilda::math {
namespace {

std::vector<std::uint32_t> first_draws(CounterEngine engine, int count) {
  std::vector<std::uint32_t> draws;
  for (int i = 0; i < count; ++i) draws.push_back(engine());
  return draws;
}

TEST(CounterEngine, DependsOnSeedStreamAndIndexAlone) {
  EXPECT_EQ(first_draws({1, Stream::initialization, 7}, 10), first_draws({1, Stream::initialization, 7}, 10));
}

TEST(CounterEngine, DiffersInEveryOneOfThem) {
  const std::set<std::vector<std::uint32_t>> all{
      first_draws({1, Stream::initialization, 7}, 4),
      first_draws({2, Stream::initialization, 7}, 4),
      first_draws({1, Stream::item_order, 7}, 4),
      first_draws({1, Stream::initialization, 8}, 4),
      first_draws({1, Stream::initialization, 7 + (1ULL << 32U)}, 4),
      first_draws({1 + (1ULL << 32U), Stream::initialization, 7}, 4)};
  EXPECT_EQ(all.size(), 6U);
}

TEST(CounterEngine, DoesNotRepeatABlock) {
  const auto draws = first_draws({1, Stream::item_order, 0}, 4000);
  EXPECT_GT(std::set<std::uint32_t>(draws.begin(), draws.end()).size(), 3990U);
}

TEST(CounterEngine, GivesTheSameNumbersOnEveryMachine) {
  EXPECT_EQ(first_draws({1, Stream::initialization, 0}, 2),
            (std::vector<std::uint32_t>{2202007772U, 576493116U}));
}

}  // namespace
}  // namespace vilda::math
