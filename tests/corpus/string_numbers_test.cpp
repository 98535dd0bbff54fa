#include "corpus/strings/string_numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace vilda::corpus {
namespace {

/// Strings of which many come again, some are longer than a slot holds, and some differ only in zeros at
/// their end. The bytes behind each are those of the next one.
struct AwkwardStrings {
  explicit AwkwardStrings(std::size_t number) {
    std::mt19937 random(1);
    std::vector<std::size_t> ends;
    while (ends.size() < number) {
      const auto alphabet = random() % 4 == 0 ? 26 : 2;
      for (auto size = random() % (alphabet == 2 ? 10 : 40); size > 0; --size)
        bytes += static_cast<char>(random() % 16 == 0 ? '\0' : 'a' + random() % alphabet);
      ends.push_back(bytes.size());
    }
    bytes.resize(bytes.size() + StringNumbers::kReadable, 'x');
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      strings.push_back(std::string_view(bytes).substr(begin, end - begin));
      begin = end;
    }
  }

  std::string bytes;
  std::vector<std::string_view> strings;
};

TEST(StringNumbers, AreAskedForOnceAndInTheOrderInWhichTheStringsCome) {
  const AwkwardStrings awkward(200'000);
  std::map<std::string, std::uint32_t> known;
  std::vector<std::string> new_ones, asked_for;
  std::vector<std::uint32_t> expected, found;
  const auto number_of = [](std::size_t which) { return static_cast<std::uint32_t>(7 * which + 3); };
  for (const std::string_view string : awkward.strings) {
    const auto [its, is_new] = known.emplace(std::string(string), number_of(known.size()));
    if (is_new) new_ones.emplace_back(string);
    expected.push_back(its->second);
  }
  StringNumbers numbers;
  const auto number_of_new = [&](std::string_view string) {
    asked_for.emplace_back(string);
    return number_of(asked_for.size() - 1);
  };
  const std::span strings = awkward.strings;
  for (std::size_t begin = 0, size = 1; begin < strings.size(); begin += size, size = size * 3 % 1009)
    numbers.append_numbers(strings.subspan(begin, std::min(size, strings.size() - begin)), number_of_new,
                           found);
  ASSERT_GT(known.size(), 20'000u);
  EXPECT_EQ(asked_for, new_ones);
  EXPECT_EQ(found, expected);

  std::map<std::string, std::uint32_t> all;
  numbers.for_each([&](std::string_view string, std::uint32_t number) {
    EXPECT_TRUE(all.emplace(string, number).second) << string;
  });
  EXPECT_EQ(all, known);
}

TEST(StringNumbers, OfAStringThatCouldNotBeFoundOutAreAskedForAgain) {
  StringNumbers numbers;
  std::vector<std::uint32_t> found;
  const std::string bytes = std::string("word") + std::string(StringNumbers::kReadable, ' ');
  const std::vector<std::string_view> strings{std::string_view(bytes).substr(0, 4)};
  EXPECT_THROW(numbers.append_numbers(
                   strings, [](std::string_view) -> std::uint32_t { throw std::bad_alloc(); }, found),
               std::bad_alloc);
  found.clear();
  numbers.append_numbers(
      strings, [](std::string_view) { return 5u; }, found);
  EXPECT_EQ(found, std::vector<std::uint32_t>{5});
}

}  // namespace
}  // namespace vilda::corpus
