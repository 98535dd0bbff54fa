#include "vilda/gaussian/parse_numbers.hpp"

#include <gmock/gmock.h>

#include "vilda/error.hpp"

namespace vilda::gaussian {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string fault(std::string_view text) {
  try {
    parse_numbers(text, "x.txt");
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no fault";
}

TEST(ParseNumbers, TakesOneALineWithBlanksAndComments) {
  EXPECT_THAT(parse_numbers("1\n-2.5e3\r\n\n  # a note\n +3 \t\n.5", "x.txt"), ElementsAre(1, -2500, 3, 0.5));
}

TEST(ParseNumbers, FaultsNameFileLineAndWhatWasFound) {
  EXPECT_EQ(fault("1\n\nabc\n"), "x.txt:3: found \"abc\"; expected a number a line");
  EXPECT_THAT(fault("1 2\n"), StartsWith("x.txt:1: found \"1 2\""));
  EXPECT_THAT(fault("1,5\n"), StartsWith("x.txt:1: found \"1,5\""));
  for (const char* text : {"nan", "inf", "-inf", "1e999", "0x10", "1.5 # note", "--1", "+-1", "1e"}) {
    EXPECT_THAT(fault(text), StartsWith("x.txt:1: found \"")) << text;
  }
}

TEST(ParseNumbers, WithoutANumberThereIsNothingToFit) {
  EXPECT_THAT(fault(""), HasSubstr("found no number"));
  EXPECT_THAT(fault("\n# only this\n"), HasSubstr("found no number"));
}

}  // namespace
}  // namespace vilda::gaussian
