// What holds for every counted format: what was written is what is read.

#include <gtest/gtest.h>

#include "corpus/random_corpus.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"

namespace vilda::corpus {
namespace {

using testing::gzip;
using testing::RandomCorpus;
using testing::WrittenFiles;

constexpr unsigned kSeeds = 40;

void expect_same(const Corpus& read, const RandomCorpus& written) {
  ASSERT_EQ(read.num_documents(), written.documents.size());
  ASSERT_EQ(read.num_words(), written.num_words);
  ASSERT_EQ(read.num_pairs(), written.entries().size());
  std::uint64_t tokens = 0;
  for (const auto& [d, word, count] : written.entries()) {
    EXPECT_EQ(read.counts(word, d), count) << "document " << d << ", word " << word;
    tokens += count;
  }
  EXPECT_EQ(read.num_tokens(), tokens);
}

Corpus read_as(Format format, const std::filesystem::path& file, bool terms_in_rows = false) {
  ReadOptions options;
  options.format = format;
  options.terms_in_rows = terms_in_rows;
  return read_corpus(file, options);
}

TEST(CountedFormats, LdacReadsWhatWasWritten) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const RandomCorpus written(seed);
    expect_same(read_as(Format::ldac, files.write("c", written.ldac())), written);
  }
}

TEST(CountedFormats, UciReadsWhatWasWrittenInAnyOrder) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const RandomCorpus written(seed);
    expect_same(read_as(Format::uci, files.write("c", written.uci(written.entries()))), written);
    expect_same(read_as(Format::uci, files.write("c", written.uci(written.shuffled_entries(seed)))), written);
  }
}

TEST(CountedFormats, MtxReadsWhatWasWrittenInAnyOrderAndOrientation) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const RandomCorpus written(seed);
    for (const bool terms_in_rows : {false, true}) {
      for (const char* field : {"integer", "real"}) {
        const auto file = files.write("c", written.mtx(written.shuffled_entries(seed), terms_in_rows, field));
        expect_same(read_as(Format::mtx, file, terms_in_rows), written);
      }
    }
  }
}

TEST(CountedFormats, TheHashDependsNeitherOnFormatNorOrderNorCompression) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const RandomCorpus written(seed);
    const std::string expected = sha256(read_as(Format::ldac, files.write("c", written.ldac())));
    const auto shuffled = written.shuffled_entries(seed);
    EXPECT_EQ(sha256(read_as(Format::ldac, files.write("c", gzip(written.ldac())))), expected);
    EXPECT_EQ(sha256(read_as(Format::uci, files.write("c", written.uci(shuffled)))), expected);
    EXPECT_EQ(sha256(read_as(Format::mtx, files.write("c", written.mtx(shuffled, false)))), expected);
    EXPECT_EQ(sha256(read_as(Format::mtx, files.write("c", written.mtx(shuffled, true)), true)), expected);
  }
}

TEST(CountedFormats, EachIsRecognised) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    const RandomCorpus written(seed);
    expect_same(read_as(Format::automatic, files.write("c", written.ldac())), written);
    expect_same(read_as(Format::automatic, files.write("c", written.uci(written.entries()))), written);
    expect_same(read_as(Format::automatic, files.write("c", written.mtx(written.entries(), false))), written);
  }
}

TEST(CountedFormats, AVocabularyFileNamesTheWordsInItsOrder) {
  const WrittenFiles files;
  const RandomCorpus written(1);
  ReadOptions options;
  options.vocabulary_file = files.write("words", written.vocabulary());
  for (const auto& text :
       {written.ldac(), written.uci(written.entries()), written.mtx(written.entries(), false)}) {
    const Corpus corpus = read_corpus(files.write("c", text), options);
    expect_same(corpus, written);
    for (unsigned word = 0; word < written.num_words; ++word) {
      EXPECT_EQ(corpus.vocabulary.word(word), fmt::format("word{}", word));
    }
  }
}

TEST(CountedFormats, WithoutAVocabularyFileWordsAndDocumentsAreNamedByTheirNumberFromZero) {
  const WrittenFiles files;
  const RandomCorpus written(2);
  for (const auto& text :
       {written.ldac(), written.uci(written.entries()), written.mtx(written.entries(), false)}) {
    const Corpus corpus = read_corpus(files.write("c", text), {});
    for (unsigned word = 0; word < written.num_words; ++word)
      EXPECT_EQ(corpus.vocabulary.word(word), std::to_string(word));
    for (std::size_t d = 0; d < corpus.num_documents(); ++d) EXPECT_EQ(corpus.names[d], std::to_string(d));
    EXPECT_TRUE(corpus.labels.empty());
  }
}

TEST(CountedFormats, NothingIsPrunedUnlessAskedFor) {
  const WrittenFiles files;
  const auto file = files.write("c.ldac", "2 0:1 3:5\n1 0:2\n1 0:7\n");
  EXPECT_EQ(read_corpus(file, {}).num_words(), 4u);

  ReadOptions options;
  options.prune.min_df = 1;
  const Corpus used = read_corpus(file, options);
  EXPECT_EQ(used.vocabulary.words(), (std::vector<std::string>{"0", "3"}));
  EXPECT_EQ(used.counts(1, 0), 5u);

  options.prune.max_df = 2;
  const Corpus rare = read_corpus(file, options);
  EXPECT_EQ(rare.vocabulary.words(), std::vector<std::string>{"3"});
  EXPECT_EQ(rare.num_documents(), 3u);
  EXPECT_EQ(rare.num_tokens(), 5u);
}

TEST(CountedFormats, WindowsLineEndsTabsAndAMissingLastLineEndAreFine) {
  const WrittenFiles files;
  EXPECT_EQ(read_as(Format::ldac, files.write("c", "2\t0:1  3:5 \r\n0\r\n1 1:4")).num_tokens(), 10u);
  EXPECT_EQ(read_as(Format::uci, files.write("c", "2\r\n3\r\n1\r\n\r\n1\t3  4")).num_tokens(), 4u);
  const auto mtx =
      files.write("c", "%%MatrixMarket MATRIX coordinate Integer general\r\n\r\n2 3 1\r\n\r\n1\t3  4");
  EXPECT_EQ(read_as(Format::mtx, mtx).num_tokens(), 4u);
}

}  // namespace
}  // namespace vilda::corpus
