#include "vilda/math/random.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <set>
#include <span>
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

TEST(CounterEngine, ManyDrawsAtOnceAreTheSameOnes) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    for (const std::size_t before : {0U, 1U, 4U, 6U}) {
      for (const std::size_t size : {0U, 1U, 3U, 4U, 63U, 64U, 65U, 150U}) {
        CounterEngine engine(1ULL << 40U | 5U, Stream::item_order, 1ULL << 35U | 9U);
        const auto expected = first_draws(engine, static_cast<int>(before + size + 5));
        std::vector<std::uint32_t> draws;
        for (std::size_t i = 0; i < before; ++i) draws.push_back(engine());
        draws.resize(before + size);
        engine.fill(std::span(draws).subspan(before));
        for (std::size_t i = 0; i < 5; ++i) draws.push_back(engine());
        EXPECT_EQ(draws, expected) << hwy::TargetName(target) << ", " << size << " after " << before;
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
}

TEST(CounterEngine, GivesTheSameNumbersOnEveryMachine) {
  EXPECT_EQ(first_draws({1, Stream::initialization, 0}, 2),
            (std::vector<std::uint32_t>{2202007772U, 576493116U}));
}

}  // namespace
}  // namespace vilda::math
