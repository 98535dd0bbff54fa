#include "corpus/bytes/quote.hpp"

#include <gtest/gtest.h>

#include "corpus/bytes/utf8.hpp"

namespace vilda::corpus {
namespace {

using namespace std::literals;

TEST(Quote, ShowsTextAsItIsAndEscapesWhatWouldHarmATerminal) {
  EXPECT_EQ(quote("plain, état"), "\"plain, état\"");
  EXPECT_EQ(quote("a\tb\nc\rd"), "\"a\\tb\\nc\\rd\"");
  EXPECT_EQ(quote("\x1B[31m\0\x7F"sv), "\"\\x1B[31m\\x00\\x7F\"");
  EXPECT_EQ(quote("\xFF\xC3"), "\"\\xFF\\xC3\"");
  EXPECT_EQ(quote(""), "\"\"");
}

TEST(Quote, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(quote(std::string(40, 'x')), "\"" + std::string(40, 'x') + "\"");
  EXPECT_EQ(quote(std::string(41, 'x')), "\"" + std::string(40, 'x') + "...\"");
  EXPECT_EQ(quote(std::string(39, 'x') + "éé"), "\"" + std::string(39, 'x') + "é...\"");
}

TEST(Quote, PutsTextOfAnyLengthOnOneLine) {
  EXPECT_EQ(on_one_line(std::string(50, 'x') + "\n\xE9é"), std::string(50, 'x') + "\\n\\xE9é");
  EXPECT_EQ(on_one_line(""), "");
}

TEST(Utf8, TheValidPrefixEndsAtTheFirstMalformedByteWhereverItLies) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string start(before, 'a');
    for (const std::string_view bad :
         {"\xFF"sv, "\x80"sv, "\xC3"sv, "\xC0\x80"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\0"sv}) {
      EXPECT_EQ(valid_text_prefix(start + std::string(bad) + "after, long enough"), before);
    }
    for (const std::string_view good : {""sv, "\x7F"sv, "\x01"sv, "é"sv, "€"sv, "😀"sv, "\uFEFF"sv}) {
      const std::string text = start + std::string(good) + "after, long enough";
      EXPECT_EQ(valid_text_prefix(text), text.size());
    }
  }
}

}  // namespace
}  // namespace vilda::corpus
