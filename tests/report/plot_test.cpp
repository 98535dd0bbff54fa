#include "vilda/report/plot.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

namespace vilda::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Plot rising_and_falling() {
  return {.title = "a < b & \"c\"",
          .x_label = "x",
          .y_label = "y",
          .series = {{.name = "rising", .x = {0, 1, 2}, .y = {0, 1, 2}},
                     {.name = "falling", .x = {0, 2}, .y = {2, 0}}}};
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> result;
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

TEST(Plot, TicksAreRoundNumbersInsideTheRange) {
  EXPECT_THAT(ticks(0, 10, 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(ticks(-0.13, 0.24, 4), ElementsAre(-0.1, 0, 0.1, 0.2));
  EXPECT_THAT(ticks(99, 100, 2), ElementsAre(99, 99.5, 100));
}

TEST(Plot, SvgEscapesTextAndDrawsEverySeries) {
  const std::string document = svg(rising_and_falling());
  EXPECT_THAT(document, HasSubstr("a &lt; b &amp; &quot;c&quot;"));
  EXPECT_THAT(document, HasSubstr(">rising</text>"));
  EXPECT_THAT(document, HasSubstr(">falling</text>"));
  EXPECT_THAT(document, ::testing::EndsWith("</svg>\n"));
}

TEST(Plot, SvgHasSmallXLeftAndLargeYAbove) {
  const std::string document = svg(rising_and_falling(), {.width = 198, .height = 200});
  EXPECT_THAT(document, HasSubstr("\"M78.00 144.00L128.00 94.00L178.00 44.00\""));
  EXPECT_THAT(document, HasSubstr("\"M78.00 44.00L178.00 144.00\""));
}

TEST(Plot, LinesBreakWhereAPointIsNotFinite) {
  Plot plot = rising_and_falling();
  plot.series = {{.name = "s", .x = {0, 1, 2, 3}, .y = {0, NAN, INFINITY, 1}}};
  const std::string document = svg(plot);
  EXPECT_THAT(document, Not(HasSubstr("nan")));
  EXPECT_THAT(document, Not(HasSubstr("inf")));
  EXPECT_NE(text(plot), "");
}

TEST(Plot, TextMarksEachSeriesAndFitsItsColumns) {
  const std::vector<std::string> plot = lines(text(rising_and_falling(), {.columns = 60, .rows = 10}));
  ASSERT_EQ(plot.size(), 13U);
  EXPECT_EQ(plot[1].back(), '*');  // the rising line ends top right
  EXPECT_EQ(plot[1][plot[1].find('|') + 1], 'o');
  EXPECT_THAT(plot[12], HasSubstr("* rising   o falling"));
  for (const std::string& line : plot) EXPECT_LE(line.size(), 60U);
}

TEST(Plot, PlainTextHasNoEscapesAndNoOtherCharactersThanAscii) {
  for (const char c : text(rising_and_falling())) EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << int{c};
}

TEST(Plot, ColouredTextIsBraille) {
  const std::string plot = text(rising_and_falling(), {.columns = 40, .rows = 5, .colour = true});
  EXPECT_THAT(plot, HasSubstr("\x1b[36m\xe2"));
  EXPECT_THAT(plot, HasSubstr("\x1b[31m\xe2"));
}

TEST(Plot, AConstantSeriesIsDrawn) {
  const Plot flat{.title = "", .x_label = "", .y_label = "", .series = {{.name = "s", .x = {1}, .y = {5}}}};
  EXPECT_THAT(text(flat), HasSubstr("*"));
  EXPECT_THAT(svg(flat), Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace vilda::report
