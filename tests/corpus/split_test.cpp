#include "vilda/corpus/split.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

TEST(Split, SharesAreNearTheWantedOnes) {
  const Split split = Split::parse("train:0.8,valid:0.15,test:0.05");
  const int n = 100000;
  std::vector<double> sizes(3);
  for (int d = 0; d < n; ++d) ++sizes[split.part_of(0, "document " + std::to_string(d))];
  for (std::size_t part = 0; part < 3; ++part) {
    const double share = split.parts[part].share;
    EXPECT_NEAR(sizes[part] / n, share, 4 * std::sqrt(share * (1 - share) / n)) << split.parts[part].name;
  }
}

TEST(Split, TheNameAloneDecides) {
  const Split split = Split::parse("a:0.5,b:0.5");
  for (int d = 0; d < 100; ++d) {
    const std::string name = std::to_string(d);
    EXPECT_EQ(split.part_of(0, name), split.part_of(12345, name));
  }
}

TEST(Split, PlacesAreTheSaltedNamesSha256) {  // printf 'vilda split 1\n%s' NAME | sha256sum
  // "a": 60ad80e4..., 0.378; "b": 1a2c6b68..., 0.102; "c": 76c9c3a8..., 0.464
  const Split split = Split::parse("x:0.2,y:0.2,z:0.6");
  EXPECT_EQ(split.part_of(0, "a"), 1U);
  EXPECT_EQ(split.part_of(0, "b"), 0U);
  EXPECT_EQ(split.part_of(0, "c"), 2U);
}

TEST(Split, ALargerFirstPartKeepsItsDocuments) {
  const Split small = Split::parse("train:0.5,test:0.5"), large = Split::parse("train:0.7,test:0.3");
  for (int d = 0; d < 1000; ++d) {
    if (small.part_of(0, std::to_string(d)) == 1) continue;
    EXPECT_EQ(large.part_of(0, std::to_string(d)), 0U) << d;
  }
}

TEST(Split, EveryNthIsHeldOut) {
  const Split split = Split::parse("every:10");
  EXPECT_EQ(split.parts[0].name, "train");
  EXPECT_EQ(split.parts[1].name, "test");
  for (std::uint64_t d = 0; d < 100; ++d) EXPECT_EQ(split.part_of(d, "same"), d % 10 == 9 ? 1U : 0U);
}

TEST(Split, WhatIsNoSplitIsRefused) {
  for (const char* text :
       {"", "train", "train:1", "train:0.5", "train:0.5,test:0.6", "train:0.5,train:0.5", "a/b:0.5,c:0.5",
        ":0.5,b:0.5", "a:x,b:0.5", "a:-0.5,b:1.5", "every:1", "every:", "every:x", "a:0.5,b:0.4"}) {
    EXPECT_THROW(Split::parse(text), InvalidOption) << text;
  }
  const testing::WrittenFiles files;
  EXPECT_EQ(
      files.message_of<InvalidOption>([] { Split::parse("train:0.8,test:0.1"); }),
      "--split: found \"train:0.8,test:0.1\", shares that do not add up to 1; expected parts and shares like "
      "train:0.8,valid:0.1,test:0.1, or every:N");
}

TEST(Split, PartsOfACorpusHaveItsWordsAndTheirDocuments) {
  const WrittenFiles files;
  ReadOptions every_word;
  every_word.prune = {.min_df = 1, .max_df = 1};
  const Corpus corpus = read_corpus(
      files.write("c.tsv", "a\tx\train fog rain\nb\ty\tsnow\nc\tx\t\nd\ty\tfog hail\n"), every_word);
  const std::vector<Corpus> parts = parts_of(corpus, Split::parse("every:2"));
  ASSERT_EQ(parts.size(), 2u);
  const std::vector<std::vector<arma::uword>> documents{{0, 2}, {1, 3}};
  for (std::size_t part = 0; part < 2; ++part) {
    EXPECT_EQ(parts[part].vocabulary.words(), corpus.vocabulary.words());
    for (std::size_t d = 0; d < 2; ++d) {
      const arma::uword of_corpus = documents[part][d];
      EXPECT_EQ(parts[part].names[d], corpus.names[of_corpus]);
      EXPECT_EQ(parts[part].labels[d], corpus.labels[of_corpus]);
      EXPECT_TRUE(arma::approx_equal(arma::Mat<arma::u32>(parts[part].counts.col(d)),
                                     arma::Mat<arma::u32>(corpus.counts.col(of_corpus)), "absdiff", 0));
    }
  }
  EXPECT_EQ(sha256(parts_of(corpus, {})[0]), sha256(corpus));
}

}  // namespace
}  // namespace vilda::corpus
