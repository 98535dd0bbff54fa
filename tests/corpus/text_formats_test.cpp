#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using namespace std::literals;
using testing::WrittenFiles;

ReadOptions keep_every_word(Format format) {
  ReadOptions options;
  options.format = format;
  options.text = {.stop_words = "none", .min_length = 1};
  options.prune = {.min_df = 1, .max_df = 1};
  return options;
}

/// The words of document d, each as often as it counts, by rising id.
std::vector<std::string> words_of(const Corpus& corpus, std::size_t d) {
  std::vector<std::string> words;
  for (std::size_t word = 0; word < corpus.num_words(); ++word) {
    words.insert(words.end(), corpus.counts(word, d), corpus.vocabulary.word(word));
  }
  return words;
}

using Words = std::vector<std::string>;

TEST(TextFormats, ALineIsADocumentAndAnEmptyLineAnEmptyOne) {
  const WrittenFiles files;
  const Corpus corpus = read_corpus(files.write("c", "b a b\n\n   \nc"), keep_every_word(Format::lines));
  ASSERT_EQ(corpus.num_documents(), 4u);
  EXPECT_EQ(words_of(corpus, 0), (Words{"a", "b", "b"}));
  EXPECT_EQ(words_of(corpus, 1), Words{});
  EXPECT_EQ(words_of(corpus, 2), Words{});
  EXPECT_EQ(words_of(corpus, 3), Words{"c"});
  EXPECT_EQ(corpus.names, (Words{"0", "1", "2", "3"}));
  EXPECT_TRUE(corpus.labels.empty());
}

TEST(TextFormats, TsvHasNamesAndLabelsAndTheTextMayHoldTabs) {
  const WrittenFiles files;
  const Corpus corpus =
      read_corpus(files.write("c", "one\tx\ta\tb\n\t\t\ntwo two\ty\tc\n"), keep_every_word(Format::tsv));
  EXPECT_EQ(corpus.names, (Words{"one", "", "two two"}));
  EXPECT_EQ(corpus.labels, (Words{"x", "", "y"}));
  EXPECT_EQ(words_of(corpus, 0), (Words{"a", "b"}));
  EXPECT_EQ(words_of(corpus, 1), Words{});
  EXPECT_EQ(words_of(corpus, 2), Words{"c"});
}

TEST(TextFormats, DuplicateNamesAreKept) {
  const WrittenFiles files;
  const Corpus corpus = read_corpus(files.write("c", "n\tx\ta\nn\tx\tb\n"), keep_every_word(Format::tsv));
  EXPECT_EQ(corpus.names, (Words{"n", "n"}));
}

TEST(TextFormats, WordsAreSortedByTheirBytes) {
  const WrittenFiles files;
  const Corpus corpus =
      read_corpus(files.write("c", "zebra älter apfel Zoo apfel"), keep_every_word(Format::lines));
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"apfel", "zebra", "zoo", "älter"}));
}

TEST(TextFormats, AByteOrderMarkAndWindowsLineEndsAreNoText) {
  const WrittenFiles files;
  const Corpus corpus =
      read_corpus(files.write("c", "\xEF\xBB\xBFn\tx\ta\r\nm\ty\tb\r\n"), keep_every_word(Format::tsv));
  EXPECT_EQ(corpus.names, (Words{"n", "m"}));
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"a", "b"}));
}

TEST(TextFormats, FewerThanTwoTabsIsAnError) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content) {
    const auto file = files.write("c", content);
    return files.message_of<BadInput>([&] { read_corpus(file, keep_every_word(Format::tsv)); });
  };
  EXPECT_EQ(error("n\tx\ta\nn\tx and no more text than this, which is cut\n"),
            "c:2: found \"n\\tx and no more text than this, which is...\"; expected name<TAB>label<TAB>text");
  EXPECT_EQ(error("n\tx\ta\n\n"), "c:2: found \"\"; expected name<TAB>label<TAB>text");
}

TEST(TextFormats, BytesThatAreNotUtf8AreRefusedWithTheirPosition) {
  const WrittenFiles files;
  for (const Format format : {Format::lines, Format::tsv}) {
    const auto error = [&](std::string_view content) {
      const auto file = files.write("c", content);
      return files.message_of<BadInput>([&] { read_corpus(file, keep_every_word(format)); });
    };
    const std::string not_utf8 = ", which is not UTF-8, at byte 13 of the line; expected UTF-8 text";
    EXPECT_EQ(error("n\tl\ttext\nn\tl\tlong text\xE4\n"),
              "c:2: found byte 0xE4, which is not UTF-8, at byte 14 of the line; expected UTF-8 text");
    EXPECT_EQ(error("n\tl\tlong tex\xC0\x80"), "c:1: found byte 0xC0" + not_utf8);
    EXPECT_EQ(error("n\tl\tlong tex\xED\xA0\x80"), "c:1: found byte 0xED" + not_utf8);
    EXPECT_EQ(error("n\tl\tlong tex\0text"sv),
              "c:1: found byte 0x00, a NUL, at byte 13 of the line; expected UTF-8 text");
  }
}

TEST(TextFormats, AnEmptyFileHoldsNoDocument) {
  const WrittenFiles files;
  for (const std::string_view content : {"", "\xEF\xBB\xBF"}) {
    const auto file = files.write("c", content);
    EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus(file, {}); }),
              "c: found no document; expected at least one");
  }
}

TEST(TextFormats, ALongLineIsADocumentLikeAnyOther) {
  const WrittenFiles files;
  std::string line;
  while (line.size() < 5'000'000) line += "wordy prose goes on ";
  const Corpus corpus =
      read_corpus(files.write("c", "short\n" + line + "\nshort\n"), keep_every_word(Format::lines));
  EXPECT_EQ(corpus.num_documents(), 3u);
  EXPECT_EQ(corpus.counts(*corpus.vocabulary.id("prose"), 1), line.size() / 20);
}

TEST(TextFormats, AMillionEmptyDocumentsKeepTheirPlaces) {
  const WrittenFiles files;
  const Corpus corpus =
      read_corpus(files.write("c", std::string(1'000'000, '\n') + "last"), keep_every_word(Format::lines));
  EXPECT_EQ(corpus.num_documents(), 1'000'001u);
  EXPECT_EQ(corpus.counts(0, 1'000'000), 1u);
}

}  // namespace
}  // namespace vilda::corpus
