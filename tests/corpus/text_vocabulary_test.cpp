// Text read with a vocabulary that is given.

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Words = std::vector<std::string>;

TEST(TextVocabulary, IsKeptWholeAndInItsOrder) {
  const WrittenFiles files;
  ReadOptions options;
  options.vocabulary_file = files.write("words", "snow\nfog\nhail\nrain\n");
  ReadReport report;
  const auto file = files.write("c", "Rain and snow, rain\nsleet sleet ice\n\nrain\n");
  const Corpus corpus = read_corpus(file, options, &report);
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"snow", "fog", "hail", "rain"}));
  EXPECT_EQ(corpus.counts(3, 0), 2u);
  EXPECT_EQ(corpus.counts(0, 0), 1u);
  EXPECT_EQ(corpus.num_tokens(), 4u);
  EXPECT_EQ(report.unknown, 3u);
  EXPECT_EQ(report.empty_documents, 2u);
  EXPECT_EQ(report.tokens_read, 8u);
  EXPECT_EQ(report.pruned, 0u);
  ASSERT_EQ(report.dropped.size(), 2u);
  EXPECT_EQ(report.dropped[0].reason, DropReason::stop_word);
  EXPECT_EQ(report.dropped[1].reason, DropReason::unknown);
  EXPECT_EQ(report.dropped[1].words, (std::vector<DroppedWord>{{"sleet", 2}, {"ice", 1}}));
}

TEST(TextVocabulary, LeavesNothingToPrune) {
  const WrittenFiles files;
  ReadOptions options;
  options.vocabulary_file = files.write("words", "rain\n");
  options.prune.max_words = 3;
  const auto file = files.write("c", "rain\n");
  EXPECT_EQ(
      files.message_of<InvalidOption>([&] { read_corpus(file, options); }),
      "--vocabulary says which words of c to keep; expected no --min-df, --max-df or --max-words with it");
}

TEST(TextVocabulary, OfWhichNoWordIsThereIsRefused) {
  const WrittenFiles files;
  ReadOptions options;
  options.vocabulary_file = files.write("words", "rain\nfog\n");
  const auto error = [&](std::string_view content) {
    const auto file = files.write("c", content);
    return files.message_of<BadInput>([&] { read_corpus(file, options); });
  };
  EXPECT_EQ(error("sleet ice\n"), "c: none of its 2 words is among the 2 words of the vocabulary");
  EXPECT_EQ(error("the 7\n"),
            "c: no word is left of 2 tokens: 1 without a letter, 0 too short (--min-length), 1 stop words "
            "(--stop-words)");
}

TEST(TextVocabulary, OfAModelLeavesNoRoomForAnother) {
  const WrittenFiles files;
  ReadOptions options;
  options.vocabulary_file = files.write("words", "rain\n");
  const auto file = files.write("c", "rain\n");
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus_for(Vocabulary({"rain"}), file, options); }),
            "--vocabulary: c is lines, which is read in the model's vocabulary; expected a counted format");
}

}  // namespace
}  // namespace vilda::corpus
