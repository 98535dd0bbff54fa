#include <gtest/gtest.h>

#include "corpus/random_corpus.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/corpus/write.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::RandomCorpus;
using testing::WrittenFiles;
using Strings = std::vector<std::string>;

ReadOptions vw() {
  ReadOptions options;
  options.format = Format::vw;
  return options;
}

TEST(Vw, HasLabelsTagsNamespacesAndCounts) {
  const WrittenFiles files;
  const Corpus corpus = read_corpus(files.write("c",
                                                "1 2.0 'one|words snow:2 rain |more rain:3.0\n"
                                                "\n"
                                                "|words\n"
                                                "-1 two|  fog  snow:1e1\r\n"
                                                "politics | rain\n"),
                                    vw());
  EXPECT_EQ(corpus.vocabulary.words(), (Strings{"fog", "rain", "snow"}));
  EXPECT_EQ(corpus.names, (Strings{"one", "", "two", ""}));
  EXPECT_EQ(corpus.labels, (Strings{"1", "", "-1", "politics"}));
  EXPECT_EQ(corpus.counts(2, 0), 2u);
  EXPECT_EQ(corpus.counts(1, 0), 4u);
  EXPECT_EQ(corpus.counts(0, 2), 1u);
  EXPECT_EQ(corpus.counts(2, 2), 10u);
  EXPECT_EQ(corpus.num_tokens(), 18u);
}

TEST(Vw, WithoutTagsOrLabelsDocumentsAreNumbered) {
  const WrittenFiles files;
  const Corpus corpus = read_corpus(files.write("c", "| a\n| b\n"), vw());
  EXPECT_EQ(corpus.names, (Strings{"0", "1"}));
  EXPECT_TRUE(corpus.labels.empty());
}

TEST(Vw, ReadsWhatWasWritten) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 40; ++seed) {
    ReadOptions options;
    options.vocabulary_file = files.write("words", RandomCorpus(seed).vocabulary());
    Corpus corpus = read_corpus(files.write("c.ldac", RandomCorpus(seed).ldac()), options);
    for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
      corpus.names[d] = "name-" + std::to_string(d * d);
      corpus.labels.push_back(std::to_string(d % 3));
    }
    // Through vw, which knows the words that occur, in the order of their bytes.
    const Corpus back = read_corpus(files.write("c.vw", to_counted_format(corpus, Format::vw)), {});
    EXPECT_EQ(back.names, corpus.names);
    EXPECT_EQ(back.labels, corpus.labels);
    EXPECT_EQ(back.num_pairs(), corpus.num_pairs());
    for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
      for (std::size_t word = 0; word < back.num_words(); ++word)
        EXPECT_EQ(back.counts(word, d), corpus.counts(*corpus.vocabulary.id(back.vocabulary.word(word)), d));
    }
    EXPECT_EQ(sha256(read_corpus(files.write("d.vw", to_counted_format(back, Format::vw)), {})),
              sha256(back));
  }
}

TEST(Vw, IsReadAgainstAModelsVocabularyByWord) {
  const WrittenFiles files;
  const HeldOutCorpus held_out =
      read_corpus_for(Vocabulary({"rain", "snow"}), files.write("c", "| snow:2 hail:3\n| rain\n"), vw());
  EXPECT_EQ(held_out.corpus.counts(1, 0), 2u);
  EXPECT_EQ(held_out.corpus.counts(0, 1), 1u);
  EXPECT_EQ(held_out.unknown_words, (std::vector<std::uint64_t>{3, 0}));
}

TEST(Vw, MalformedInputIsToldWithItsPlace) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content) {
    const auto file = files.write("c", content);
    return files.message_of<BadInput>([&] { read_corpus(file, vw()); });
  };
  const std::string feature = "; expected word or word:count, the count a whole number from 1 to 2147483647";
  EXPECT_EQ(error("| a\nno bar\n"), "c:2: found \"no bar\"; expected `label 'tag|namespace word:count ...`");
  EXPECT_EQ(error("| a:0.5\n"), "c:1: found \"a:0.5\"" + feature);
  EXPECT_EQ(error("| a:-1\n"), "c:1: found \"a:-1\"" + feature);
  EXPECT_EQ(error("| a:0\n"), "c:1: found \"a:0\"" + feature);
  EXPECT_EQ(error("| :3\n"), "c:1: found \":3\"" + feature);
  EXPECT_EQ(error("|words:0.5 a\n"), "c:1: found \"words:0.5\"; expected a namespace without scale");
  EXPECT_EQ(error("1 x 'tag| a\n"),
            "c:1: found \"x\" before the bar; expected a label, an importance, a base and a tag at most");
  EXPECT_EQ(error("| a\xFF\n"),
            "c:1: found byte 0xFF, which is not UTF-8, at byte 4 of the line; expected UTF-8 text");
}

TEST(Vw, HasWordsOfItsOwn) {
  const WrittenFiles files;
  ReadOptions options = vw();
  options.vocabulary_file = files.write("words", "a\n");
  const auto file = files.write("c", "| a\n");
  EXPECT_EQ(files.message_of<InvalidOption>([&] { read_corpus(file, options); }),
            "--vocabulary: c is vw, which has its own words; expected another counted format");
}

TEST(Vw, WordsThatItCannotHoldAreRefused) {
  const WrittenFiles files;
  Corpus corpus = read_corpus(files.write("c", "| a\n"), vw());
  corpus.vocabulary = Vocabulary({"http://x"});
  EXPECT_EQ(
      files.message_of<InvalidOption>([&] { to_counted_format(corpus, Format::vw); }),
      "--format: the word \"http://x\" cannot stand in vw; expected words without blanks, bars and colons");
  corpus.vocabulary = Vocabulary({"a"});
  corpus.names = {"a b|c"};
  EXPECT_EQ(to_counted_format(corpus, Format::vw), "'a_b_c|words a:1\n");
}

}  // namespace
}  // namespace vilda::corpus
