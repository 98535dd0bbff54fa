#include "corpus/counts/short_number.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/formats/fields.hpp"

namespace vilda::corpus {
namespace {

TEST(ShortNumber, IsTheDigitsThatATextBeginsWithUpToSeven) {
  for (const std::string number :
       {"0", "7", "10", "007", "123", "4096", "65535", "999999", "1234567", "9999999"}) {
    for (int behind = 0; behind < 256; ++behind) {
      const char byte = static_cast<char>(behind);
      if (byte >= '0' && byte <= '9') continue;
      const std::string text = number + byte + std::string(8, '5');
      EXPECT_EQ(short_number(text.data()).digits, number.size()) << text;
      EXPECT_EQ(short_number(text.data()).value, whole_number(number)) << text;
    }
  }
}

TEST(ShortNumber, IsNoneWithoutADigitOrWithMoreThanSeven) {
  for (const std::string text : {"", " 1", "-1", "+1", ":", "/1", "12345678", "99999999999",
                                 "\xFF"
                                 "1",
                                 "a1"})
    EXPECT_FALSE(short_number((text + std::string(8, '\0')).data())) << text;
}

TEST(ShortPair, IsTakenOnlyWhole) {
  const auto taken = [](const std::string& line) {
    const std::string text = line + std::string(LineBlock::kReadableBehind, '\0');
    const char* at = text.data();
    WordCount pair;
    return take_short_pair(at, text.data() + line.size(), 1, 100, pair) ? at - text.data() : 0;
  };
  EXPECT_EQ(taken(" 1:2"), 4);
  EXPECT_EQ(taken(" 99:1234567 3:4"), 11);
  EXPECT_EQ(taken(" 99:1234567\t3:4"), 11);
  for (const std::string line : {"", " ", "1:2", "  1:2", " 0:2", " 100:2", " 1:0", " 1:", " 1", " :2",
                                 " 1:2x", " 1:2.0", " 1 :2", " 1:12345678"})
    EXPECT_EQ(taken(line), 0) << line;
}

TEST(ShortFeature, IsTakenOnlyWhole) {
  const auto taken = [](const std::string& line) {
    const std::string text = line + std::string(LineBlock::kReadableBehind, ':');
    const char* at = text.data();
    std::string_view word;
    std::uint32_t count = 0;
    if (!take_short_feature(at, text.data() + line.size(), word, count)) return std::string();
    return fmt::format("{} {} {}", word, count, at - text.data());
  };
  EXPECT_EQ(taken(" a:2"), "a 2 4");
  EXPECT_EQ(taken(" eightsome:1234567 b:1"), "eightsome 1234567 18");
  EXPECT_EQ(taken(" caf\u00E9\x3B\x21\x08:3\tb"), "caf\u00E9\x3B\x21\x08 3 11");
  for (std::size_t size = 1; size < 40; ++size)
    EXPECT_EQ(taken(" " + std::string(size, 'x') + ":5 y:6"),
              fmt::format("{} 5 {}", std::string(size, 'x'), size + 3));
  for (const std::string line : {"", " ", "a:2", "  a:2", " a", " :2", " a:", " a:0", " a:2x", " a:2.0",
                                 " a b:2", " a\tb:2", " a:b:2", " a:12345678", " abcdefgh", " abcdefghi"})
    EXPECT_EQ(taken(line), "") << line;
}

TEST(ShortTriple, IsTakenOnlyWhole) {
  const auto left = [](const std::string& line) {
    const std::string text = line + std::string(LineBlock::kReadableBehind, '\0');
    std::string_view rest = std::string_view(text).substr(0, line.size());
    std::array<std::uint32_t, 3> numbers{};
    return take_short_triple(rest, numbers)
               ? fmt::format("{} {} {}|{}", numbers[0], numbers[1], numbers[2], rest)
               : "";
  };
  EXPECT_EQ(left("1 22 333\n4 5 6\n"), "1 22 333|4 5 6\n");
  EXPECT_EQ(left("0 0 0\n"), "0 0 0|");
  for (const std::string line :
       {"", "\n", "1 2 3", "1 2 3\r\n", " 1 2 3\n", "1  2 3\n", "1\t2 3\n", "1 2\n", "1 2 3 \n", "1 2 3.0\n"})
    EXPECT_EQ(left(line), "") << line;
}

}  // namespace
}  // namespace vilda::corpus
