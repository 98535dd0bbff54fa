// Documents read against the vocabulary of a model.

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Unknown = std::vector<std::uint64_t>;

const Vocabulary& weather() {
  static const Vocabulary vocabulary({"rain", "snow", "fog"});
  return vocabulary;
}

TEST(HeldOut, TextCountsKnownWordsAndUnknownOnes) {
  const WrittenFiles files;
  ReadReport report;
  const auto file = files.write("c.tsv", "a\tx\tRain, rain and hail with hail\nb\ty\t\nc\tx\tThe Fog\n");
  const HeldOutCorpus held_out = read_corpus_for(weather(), file, {}, &report);
  const Corpus& corpus = held_out.corpus;
  EXPECT_EQ(corpus.vocabulary, weather());
  EXPECT_EQ(corpus.num_words(), 3u);
  EXPECT_EQ(corpus.counts(0, 0), 2u);
  EXPECT_EQ(corpus.counts(2, 2), 1u);
  EXPECT_EQ(corpus.num_tokens(), 3u);
  EXPECT_EQ(corpus.names, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(corpus.labels, (std::vector<std::string>{"x", "y", "x"}));
  EXPECT_EQ(held_out.unknown_words, (Unknown{2, 0, 0}));
  EXPECT_EQ(report.unknown, 2u);
  EXPECT_EQ(report.tokens, 3u);
  EXPECT_EQ(report.stop_words, 3u);
  EXPECT_EQ(report.tokens_read, 8u);
  EXPECT_EQ(report.empty_documents, 1u);
  EXPECT_EQ(report.words, 3u);
}

TEST(HeldOut, NothingIsPruned) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune.min_df = 100;
  EXPECT_EQ(read_corpus_for(weather(), files.write("c", "rain\n"), options).corpus.num_tokens(), 1u);
}

TEST(HeldOut, CountsWithoutAVocabularyFileAreTakenByPosition) {
  const WrittenFiles files;
  const auto expect_by_position = [&](std::string_view content) {
    const HeldOutCorpus held_out = read_corpus_for(weather(), files.write("c", content), {});
    EXPECT_EQ(held_out.corpus.num_words(), 3u);
    EXPECT_EQ(held_out.corpus.counts(2, 0), 5u);
    EXPECT_EQ(held_out.corpus.num_tokens(), 5u);
    EXPECT_EQ(held_out.unknown_words, (Unknown{7, 1}));
  };
  expect_by_position("2 2:5 3:7\n1 2000000000:1\n");
  expect_by_position("2\n2000000001\n3\n1 3 5\n1 4 7\n2 2000000001 1\n");
}

TEST(HeldOut, CountsWithAVocabularyFileAreMatchedByWord) {
  const WrittenFiles files;
  ReadOptions options;
  options.vocabulary_file = files.write("words", "fog\nhail\nrain\n");
  const HeldOutCorpus held_out = read_corpus_for(weather(), files.write("c", "3 0:1 1:2 2:3\n0\n"), options);
  EXPECT_EQ(held_out.corpus.counts(2, 0), 1u);
  EXPECT_EQ(held_out.corpus.counts(0, 0), 3u);
  EXPECT_EQ(held_out.unknown_words, (Unknown{2, 0}));
}

TEST(HeldOut, UnknownWordsOfADocumentAddUpWhateverTheOrderOfEntries) {
  const WrittenFiles files;
  const auto file = files.write("c", "2\n5\n4\n2 4 1\n1 5 2\n2 1 1\n2 5 4\n");
  EXPECT_EQ(read_corpus_for(weather(), file, {}).unknown_words, (Unknown{2, 5}));
}

TEST(HeldOut, NoKnownWordAtAllIsAnError) {
  const WrittenFiles files;
  const auto text = files.write("text", "hail\nsleet hail\n");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus_for(weather(), text, {}); }),
            "text: none of its 3 words is among the 3 words of the vocabulary");
}

TEST(HeldOut, DocumentsWithoutAnyWordAreFine) {
  const WrittenFiles files;
  const HeldOutCorpus held_out = read_corpus_for(weather(), files.write("c", "the\n\n"), {});
  EXPECT_EQ(held_out.corpus.num_documents(), 2u);
  EXPECT_EQ(held_out.corpus.num_tokens(), 0u);
}

TEST(HeldOut, NoDocumentIsAnError) {
  const WrittenFiles files;
  const auto file = files.write("c", "");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus_for(weather(), file, {}); }),
            "c: found no document; expected at least one");
}

}  // namespace
}  // namespace vilda::corpus
