#include "corpus/string_ids.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace vilda::corpus {
namespace {

TEST(StringIds, AreAsAMapWouldNumberThem) {
  StringIds ids;
  std::map<std::string, std::uint32_t> expected;
  std::mt19937 random(1);
  for (int repeat = 0; repeat < 50'000; ++repeat) {
    std::string string(random() % 20, 'a');
    for (std::size_t i = 0; i < string.size() && i < 4; ++i)
      string[random() % string.size()] = static_cast<char>('a' + random() % 3);
    const auto id = expected.emplace(string, expected.size()).first->second;
    ASSERT_EQ(ids.id(string), id) << string;
  }
  ASSERT_EQ(ids.size(), expected.size());
  for (const auto& [string, id] : expected) EXPECT_EQ(ids.string(id), string);
}

}  // namespace
}  // namespace vilda::corpus
