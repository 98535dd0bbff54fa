#include <gtest/gtest.h>

#include "corpus/text/stop_words.hpp"

namespace vilda::corpus {
namespace {

TEST(EnglishStopWords, HoldGrammarNotSubjects) {
  const StopWords stop_words("english");
  for (const char* word : {"the", "a", "i", "don't", "yourselves", "you", "upon", "shall", "one"}) {
    EXPECT_TRUE(stop_words.contains(word)) << word;
  }
  for (const char* word : {"bill", "fire", "system", "interest", "new", "first", ""}) {
    EXPECT_FALSE(stop_words.contains(word)) << word;
  }
}

}  // namespace
}  // namespace vilda::corpus
