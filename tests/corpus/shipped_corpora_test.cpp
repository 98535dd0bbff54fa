#include <gtest/gtest.h>

#include <filesystem>

#include "vilda/corpus/read.hpp"

namespace vilda::corpus {
namespace {

const std::filesystem::path kData = VILDA_DATA_DIR;

TEST(ShippedCorpora, StateOfTheUnionGivesItsNumbers) {
  const Corpus train = read_corpus(kData / "state-of-the-union.train.tsv", {});
  EXPECT_EQ(train.num_documents(), 1800u);
  EXPECT_EQ(train.num_words(), 3066u);
  EXPECT_EQ(train.num_tokens(), 65047u);

  const HeldOutCorpus test = read_corpus_for(train.vocabulary, kData / "state-of-the-union.test.tsv", {});
  EXPECT_EQ(test.corpus.num_documents(), 200u);
  EXPECT_EQ(test.corpus.num_words(), 3066u);
}

TEST(ShippedCorpora, PbmcSmallHasItsGenesInRows) {
  ReadOptions options;
  options.terms_in_rows = true;
  options.vocabulary_file = kData / "pbmc-small/genes.txt";
  const Corpus cells = read_corpus(kData / "pbmc-small/matrix.mtx", options);
  EXPECT_EQ(cells.num_documents(), 80u);
  EXPECT_EQ(cells.num_words(), 230u);
  EXPECT_EQ(cells.num_tokens(), 19633u);
}

}  // namespace
}  // namespace vilda::corpus
