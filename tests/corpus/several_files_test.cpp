// Several files of one format are one corpus.

#include <gtest/gtest.h>

#include "corpus/random_corpus.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/document_text.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::RandomCorpus;
using testing::WrittenFiles;
using Paths = std::vector<std::filesystem::path>;

ReadOptions every_word() {
  ReadOptions options;
  options.prune = {.min_df = 1, .max_df = 1};
  return options;
}

void expect_same(const Corpus& several, const Corpus& one) {
  EXPECT_EQ(sha256(several), sha256(one));
}

TEST(SeveralFiles, OfTextAreOneCorpusInTheirOrder) {
  const WrittenFiles files;
  const std::string a = "n\tx\train snow\nm\ty\tfog\n", b = "k\tx\tsnow hail\n";
  ReadReport report;
  expect_same(read_corpus(Paths{files.write("a.tsv", a), files.write("b.gz", testing::gzip(b))}, every_word(),
                          &report),
              read_corpus(files.write("ab.tsv", a + b), every_word()));
  EXPECT_EQ(report.documents, 3u);
  EXPECT_EQ(report.tokens, 5u);
  expect_same(
      read_corpus(Paths{files.write("a.txt", "rain\nsnow\n"), files.write("b.txt", "fog\n")}, every_word()),
      read_corpus(files.write("ab.txt", "rain\nsnow\nfog\n"), every_word()));
}

TEST(SeveralFiles, OfCountsAreOneCorpusInTheirOrder) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 20; ++seed) {
    const RandomCorpus a(seed), b(seed + 100);
    const Corpus one = read_corpus(files.write("ab.ldac", a.ldac() + b.ldac()), {});
    expect_same(read_corpus(Paths{files.write("a.ldac", a.ldac()), files.write("b.ldac", b.ldac())}, {}),
                one);
    Corpus uci = read_corpus(Paths{files.write("a.uci", a.uci(a.entries())),
                                   files.write("b.uci", b.uci(b.shuffled_entries(seed)))},
                             {});
    EXPECT_EQ(uci.num_documents(), one.num_documents());
    EXPECT_EQ(uci.num_tokens(), one.num_tokens());
    EXPECT_EQ(sha256(uci), sha256(one));
  }
}

TEST(SeveralFiles, OfDifferentFormatsOrWordsAreRefused) {
  const WrittenFiles files;
  const auto error = [&](const Paths& paths) {
    return files.message_of<InvalidOption>([&] { read_corpus(paths, every_word()); });
  };
  const auto tsv = files.write("a.tsv", "n\tx\train\n"), text = files.write("b.txt", "rain\n");
  EXPECT_EQ(error({tsv, text}).substr(0, 26), "a.tsv is tsv, and b.txt is");
  const auto vw = files.write("c.vw", "| rain\n");
  EXPECT_EQ(error({vw, vw}), "c.vw has words of its own; expected no other source beside it");
}

TEST(SeveralFiles, StandardInputIsOneOfThemAtMost) {
  const WrittenFiles files;
  EXPECT_EQ(files.message_of<InvalidOption>([] {
    read_corpus(Paths{"-", "a.txt", "-"}, {});
  }),
            "- is given twice; expected standard input, which ends once, as one source");
}

TEST(SeveralFiles, AreOneCorpusAgainstAModelsVocabulary) {
  const WrittenFiles files;
  const Vocabulary weather({"fog", "rain", "snow"});
  const HeldOutCorpus several = read_corpus_for(
      weather, Paths{files.write("a.txt", "rain sun\nsnow\n"), files.write("b.txt", "fog sun sun\n")}, {});
  const HeldOutCorpus one =
      read_corpus_for(weather, files.write("ab.txt", "rain sun\nsnow\nfog sun sun\n"), {});
  expect_same(several.corpus, one.corpus);
  EXPECT_EQ(several.unknown_words, one.unknown_words);
  const auto vw = files.write("c.vw", "| rain:2\n");
  EXPECT_EQ(files.message_of<InvalidOption>([&] {
    read_corpus_for(weather, Paths{vw, vw}, {});
  }),
            "c.vw has words of its own; expected no other source beside it");
}

TEST(SeveralFiles, HaveTheirTextsNumberedThrough) {
  const WrittenFiles files;
  const Paths paths{files.write("a.txt", "rain\nsnow\n"), files.write("b.txt", "fog\nhail\n")};
  const std::map<std::size_t, std::string> expected{{1, "snow"}, {3, "hail"}};
  EXPECT_EQ(document_texts(paths, Format::automatic, {3, 1}, 99), expected);
}

TEST(SeveralFiles, AFaultIsToldWithItsFile) {
  const WrittenFiles files;
  const Paths paths{files.write("a.ldac", "1 0:1\n"), files.write("b.ldac", "1 0:x\n")};
  EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus(paths, {}); }).substr(0, 9), "b.ldac:1:");
}

}  // namespace
}  // namespace vilda::corpus
