#include "corpus/strings/string_ids.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

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
  for (const auto& [string, id] : expected) {
    EXPECT_EQ(ids.string(id), string);
    EXPECT_EQ(ids.find(string), id);
    if (!expected.contains(string + "c")) {
      EXPECT_EQ(ids.find(string + "c"), std::nullopt);
    }
  }
  EXPECT_EQ(ids.size(), expected.size());
}

TEST(StringIds, AreTheSameOneByOneAndManyAtATime) {
  std::mt19937 random(2);
  std::string text;
  std::vector<std::size_t> ends;
  for (int repeat = 0; repeat < 20'000; ++repeat) {
    for (auto size = random() % 40; size > 0; --size)
      text += static_cast<char>("ab\0"[random() % 8 == 0 ? random() % 3 : 0]);
    ends.push_back(text.size());
  }
  text.resize(text.size() + StringIds::kReadable);
  std::vector<std::string_view> strings;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    strings.push_back(std::string_view(text).substr(begin, end - begin));
    begin = end;
  }
  StringIds one_by_one, many;
  std::vector<std::uint32_t> expected, found;
  for (const std::string_view string : strings) expected.push_back(one_by_one.id(string));
  const auto middle = std::span(strings).first(7'777);
  many.append_ids(middle, found);
  many.append_ids(std::span(strings).subspan(middle.size()), found);
  EXPECT_EQ(found, expected);
}

TEST(StringIds, StringsStayWhereTheyAreHoweverManyFollow) {
  constexpr std::uint32_t kNumber = 100'000;
  const auto string_of = [](std::uint32_t id) {
    return std::string(id % 3 == 0 ? 20 : 0, 'x') + std::to_string(id);
  };
  StringIds ids;
  std::vector<std::string_view> strings;
  for (std::uint32_t id = 0; id < kNumber; ++id) {
    ASSERT_EQ(ids.id(string_of(id)), id);
    strings.push_back(ids.string(id));
  }
  for (std::uint32_t id = 0; id < kNumber; ++id) {
    ASSERT_EQ(ids.string(id), string_of(id));
    ASSERT_EQ(ids.string(id).data(), strings[id].data()) << id;
    ASSERT_EQ(ids.find(string_of(id)), id);
  }
}

TEST(StringIds, RoomMadeAtAnyTimeChangesNoId) {
  StringIds ids;
  for (std::uint32_t id = 0; id < 5'000; ++id) {
    if (id % 1'000 == 500) ids.reserve(3 * id);
    ids.reserve(id / 2);
    if (id == 2'500) ids.reserve(8'193);  // not a power of two, of which slots there are
    ASSERT_EQ(ids.id(std::to_string(id)), id);
  }
  for (std::uint32_t id = 0; id < 5'000; ++id) EXPECT_EQ(ids.find(std::to_string(id)), id);
  EXPECT_EQ(ids.size(), 5'000u);
}

TEST(StringIds, TellStringsApartThatDifferBehindTheirStartOrInZerosAtTheirEnd) {
  StringIds ids;
  const std::string start(16, 'x');
  EXPECT_EQ(ids.id(start), 0u);
  EXPECT_EQ(ids.id(start + "a"), 1u);
  EXPECT_EQ(ids.id(start + "b"), 2u);
  EXPECT_EQ(ids.id(start + std::string(1, '\0')), 3u);
  EXPECT_EQ(ids.id("x"), 4u);
  EXPECT_EQ(ids.id(std::string("x\0", 2)), 5u);
  EXPECT_EQ(ids.id(""), 6u);
  EXPECT_EQ(ids.id(start + "a"), 1u);
}

}  // namespace
}  // namespace vilda::corpus
