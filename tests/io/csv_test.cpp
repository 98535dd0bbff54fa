#include "vilda/io/csv.hpp"

#include <gtest/gtest.h>

namespace vilda::io {
namespace {

TEST(CsvField, IsQuotedOnlyWhereItMustBe) {
  for (const char* plain : {"", "word", "two words", "tab\there", "it's", "naïve"})
    EXPECT_EQ(csv_field(plain), plain);
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field("return\r"), "\"return\r\"");
  EXPECT_EQ(csv_field("\"so\" he said"), "\"\"\"so\"\" he said\"");
}

}  // namespace
}  // namespace vilda::io
