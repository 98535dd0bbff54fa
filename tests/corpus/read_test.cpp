// What does not depend on the format: options, the report, standard input.

#include "vilda/corpus/read.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

TEST(Read, TheReportAccountsForEveryToken) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune = {.min_df = 2, .max_df = 1};
  ReadReport report;
  const auto file = files.write("c", "rain and 7 ox rain fog\nrain in 1984\n\n");
  const Corpus corpus = read_corpus(file, options, &report);
  EXPECT_EQ(report.format, Format::lines);
  EXPECT_EQ(report.documents, 3u);
  EXPECT_EQ(report.empty_documents, 1u);
  EXPECT_EQ(report.words_seen, 2u);
  EXPECT_EQ(report.words, 1u);
  EXPECT_EQ(report.tokens_read, 9u);
  EXPECT_EQ(report.without_letter, 2u);
  EXPECT_EQ(report.too_short, 2u);
  EXPECT_EQ(report.stop_words, 1u);
  EXPECT_EQ(report.pruned, 1u);
  EXPECT_EQ(report.unknown, 0u);
  EXPECT_EQ(report.tokens, 3u);
  EXPECT_EQ(corpus.num_tokens(), 3u);
  EXPECT_EQ(corpus.num_pairs(), 2u);
}

TEST(Read, TheReportHasTheMostFrequentDroppedWordsInAnyCase) {
  const WrittenFiles files;
  ReadOptions options;
  options.text.addresses = Addresses::drop;
  options.prune = {.min_df = 2, .max_df = 1};
  ReadReport report;
  const auto file = files.write("c", "The rain and the 7 fog The 12 12 me@x.org ox\nrain hail hail ox\n");
  read_corpus(file, options, &report);
  ASSERT_EQ(report.dropped.size(), 5u);
  using Dropped = std::vector<DroppedWord>;
  EXPECT_EQ(report.dropped[0].words, (Dropped{{"me@x.org", 1}}));
  EXPECT_EQ(report.dropped[1].words, (Dropped{{"12", 2}, {"7", 1}}));
  EXPECT_EQ(report.dropped[2].words, (Dropped{{"ox", 2}}));
  EXPECT_EQ(report.dropped[3].words, (Dropped{{"the", 3}, {"and", 1}}));
  EXPECT_EQ(report.dropped[4].words, (Dropped{{"hail", 2}, {"fog", 1}}));
  const std::vector<DropReason> reasons = {DropReason::address, DropReason::without_letter,
                                           DropReason::too_short, DropReason::stop_word, DropReason::pruned};
  for (std::size_t i = 0; i < reasons.size(); ++i) EXPECT_EQ(report.dropped[i].reason, reasons[i]);
  EXPECT_EQ(report.addresses, 1u);
}

TEST(Read, TheReportNamesTheRecognisedFormat) {
  const WrittenFiles files;
  ReadReport report;
  read_corpus(files.write("c", "1 0:3\n"), {}, &report);
  EXPECT_EQ(report.format, Format::ldac);
  EXPECT_EQ(report.tokens_read, 3u);
  EXPECT_EQ(report.words_seen, 1u);
}

TEST(Read, TheSameCorpusGivesTheSameHashTwiceAndGzippedAndNotAfterAChange) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune = {.min_df = 1, .max_df = 1};
  const auto hash_of = [&](std::string_view content) {
    return sha256(read_corpus(files.write("c.tsv", content), options));
  };
  const std::string text = "n\tx\train snow\nm\ty\tfog\n";
  EXPECT_EQ(hash_of(text), hash_of(text));
  EXPECT_EQ(hash_of(text), hash_of(testing::gzip(text)));
  EXPECT_EQ(hash_of(text), hash_of("n\tx\tSNOW, rain\r\nm\ty\tfog"));
  EXPECT_NE(hash_of(text), hash_of("n\tx\train snow snow\nm\ty\tfog\n"));
  EXPECT_NE(hash_of(text), hash_of("n\tx\train snow\nk\ty\tfog\n"));
}

TEST(Read, OptionsOutsideTheirRangeAreRefusedBeforeTheFileIsOpened) {
  const WrittenFiles files;
  ReadOptions options;
  options.prune.min_df = 0.0;
  EXPECT_THROW(read_corpus(files.folder() / "missing", options), InvalidOption);
  options = {};
  options.text.min_length = 0;
  EXPECT_THROW(read_corpus(files.folder() / "missing", options), InvalidOption);
}

TEST(Read, TermsInRowsIsForMtxOnly) {
  const WrittenFiles files;
  ReadOptions options;
  options.terms_in_rows = true;
  const auto file = files.write("c", "1 0:3\n");
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus(file, options); }),
            "--terms-in-rows: c is ldac; expected mtx");
}

TEST(Read, StopWordsDoNotMatterForCounts) {
  const WrittenFiles files;
  ReadOptions options;
  options.text.stop_words = "klingon";
  const auto file = files.write("c", "1 0:3\n");
  EXPECT_EQ(read_corpus(file, options).num_tokens(), 3u);
  EXPECT_EQ(read_corpus_for(Vocabulary({"rain"}), file, options).corpus.num_tokens(), 3u);
}

TEST(Read, ADashIsStandardInput) {
  const WrittenFiles files;
  const auto file = files.write("c", testing::gzip("1 0:3\n1 0:x\n"));
  const int saved = dup(STDIN_FILENO);
  const int opened = open(file.c_str(), O_RDONLY);
  dup2(opened, STDIN_FILENO);
  EXPECT_EQ(
      files.message_of<BadInput>([] { read_corpus("-", {}); }),
      "standard input:2: found \"0:x\"; expected id:count, whole numbers, the count from 1 to 2147483647");
  dup2(saved, STDIN_FILENO);
  close(saved);
  close(opened);
}

}  // namespace
}  // namespace vilda::corpus
