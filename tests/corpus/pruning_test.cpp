#include <gtest/gtest.h>

#include <limits>

#include "corpus/written_files.hpp"
#include "vilda/corpus/prune.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

TEST(Pruning, ACountAndAProportionIncludeTheirBounds) {
  EXPECT_FALSE((PruneOptions{.min_df = 3, .max_df = {}}.keeps(2, 10)));
  EXPECT_TRUE((PruneOptions{.min_df = 3, .max_df = {}}.keeps(3, 10)));
  EXPECT_FALSE((PruneOptions{.min_df = 0.3, .max_df = {}}.keeps(2, 10)));
  EXPECT_TRUE((PruneOptions{.min_df = 0.3, .max_df = {}}.keeps(3, 10)));
  EXPECT_TRUE((PruneOptions{.min_df = {}, .max_df = 3}.keeps(3, 10)));
  EXPECT_FALSE((PruneOptions{.min_df = {}, .max_df = 3}.keeps(4, 10)));
  EXPECT_TRUE((PruneOptions{.min_df = {}, .max_df = 0.5}.keeps(5, 10)));
  EXPECT_FALSE((PruneOptions{.min_df = {}, .max_df = 0.5}.keeps(6, 10)));
}

TEST(Pruning, AProportionIsNotRounded) {
  EXPECT_FALSE((PruneOptions{.min_df = 0.3, .max_df = {}}.keeps(3, 11)));
  EXPECT_TRUE((PruneOptions{.min_df = {}, .max_df = 0.5}.keeps(5, 11)));
  EXPECT_FALSE((PruneOptions{.min_df = {}, .max_df = 0.5}.keeps(6, 11)));
}

TEST(Pruning, OneIsACountForTheFewestAndAProportionForTheMost) {
  EXPECT_TRUE((PruneOptions{.min_df = 1, .max_df = 1}.keeps(1, 10)));
  EXPECT_TRUE((PruneOptions{.min_df = 1, .max_df = 1}.keeps(10, 10)));
  EXPECT_FALSE((PruneOptions{.min_df = 1, .max_df = 1}.keeps(0, 10)));
}

TEST(Pruning, BoundsOutsideTheirRangeAreRefusedByName) {
  const WrittenFiles files;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double value : {0.0, -1.0, 1.5, nan, infinity}) {
    const PruneOptions few{.min_df = value, .max_df = {}};
    const PruneOptions many{.min_df = {}, .max_df = value};
    EXPECT_EQ(files.message_of<InvalidOption>([&] { few.validate(); }).substr(0, 9), "--min-df:");
    EXPECT_EQ(files.message_of<InvalidOption>([&] { many.validate(); }).substr(0, 9), "--max-df:");
  }
}

std::string repeat(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}

TEST(Pruning, TextKeepsByDefaultWordsOfFiveDocumentsToHalfOfAll) {
  const WrittenFiles files;
  // In 4, 5, 10 and 11 of 20 documents; the empty ones count as documents.
  const auto file = files.write("c", repeat("four five ten eleven\n", 4) + repeat("five ten eleven\n", 1) +
                                         repeat("ten eleven\n", 5) + "eleven\n" + repeat("\n", 9));
  ReadReport report;
  const Corpus corpus = read_corpus(file, {}, &report);
  EXPECT_EQ(corpus.vocabulary.words(), (std::vector<std::string>{"five", "ten"}));
  EXPECT_EQ(corpus.num_documents(), 20u);
  EXPECT_EQ(report.words_seen, 4u);
  EXPECT_EQ(report.pruned, 4u + 11u);
  EXPECT_EQ(report.empty_documents, 10u);
}

TEST(Pruning, OfTheWordsLeftTheMostFrequentAreKeptAndOfEqualsTheFirst) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune = {.min_df = 2, .max_df = 1, .max_words = 3};
  ReadReport report;
  const auto file = files.write("c", "ddd ccc bbb aaa storm storm storm storm\nddd ccc bbb aaa ddd\n");
  EXPECT_EQ(read_corpus(file, options, &report).vocabulary.words(),
            (std::vector<std::string>{"aaa", "bbb", "ddd"}));
  EXPECT_EQ(report.pruned, 6u);  // storm is in one document only
  ASSERT_EQ(report.dropped.size(), 1u);
  EXPECT_EQ(report.dropped[0].words, (std::vector<DroppedWord>{{"storm", 4}, {"ccc", 2}}));

  options.prune = {.min_df = {}, .max_df = {}, .max_words = 1};
  const Corpus counted = read_corpus(files.write("d", "2 0:1 1:5\n2 0:1 2:5\n"), options);
  EXPECT_EQ(counted.vocabulary.words(), std::vector<std::string>{"1"});
  options.prune.max_words = 0;
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus(file, options); }),
            "--max-words: found 0; expected at least 1");
}

TEST(Pruning, ThatLeavesNoWordSaysSo) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content, const ReadOptions& options) {
    const auto file = files.write("c", content);
    return files.message_of<BadInput>([&] { read_corpus(file, options); });
  };
  EXPECT_EQ(error("rain snow\nrain\n", {}),
            "c: no word is left: in 2 documents, none of the 2 words meets --min-df 5 and --max-df 0.5");
  EXPECT_EQ(error("the 1984 us\nand 7\n", {}),
            "c: no word is left of 5 tokens: 2 without a letter, 1 too short (--min-length), 2 stop words "
            "(--stop-words)");
  ReadOptions counted;
  counted.prune.max_df = 0.5;
  EXPECT_EQ(error("1 1:1\n1 1:1\n", counted),
            "c: no word is left: in 2 documents, none of the 2 words meets --min-df none and --max-df 0.5");
}

}  // namespace
}  // namespace vilda::corpus
