#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

TEST(MtxReader, RowsAreDocumentsUnlessTermsAreInRows) {
  const WrittenFiles files;
  const auto file = files.write("c.mtx", "%%MatrixMarket matrix coordinate integer general\n2 3 1\n2 3 5\n");
  const Corpus corpus = read_corpus(file, {});
  EXPECT_EQ(corpus.num_documents(), 2u);
  EXPECT_EQ(corpus.counts(2, 1), 5u);

  ReadOptions options;
  options.terms_in_rows = true;
  const Corpus transposed = read_corpus(file, options);
  EXPECT_EQ(transposed.num_documents(), 3u);
  EXPECT_EQ(transposed.counts(1, 2), 5u);
}

TEST(MtxReader, WholeNumbersMayBeWrittenAsReals) {
  const WrittenFiles files;
  const auto file =
      files.write("c.mtx", "%%MatrixMarket matrix coordinate real general\n1 3 3\n1 1 3.0\n1 2 2e1\n1 3 4\n");
  const Corpus corpus = read_corpus(file, {});
  EXPECT_EQ(corpus.counts(0, 0), 3u);
  EXPECT_EQ(corpus.counts(1, 0), 20u);
  EXPECT_EQ(corpus.counts(2, 0), 4u);
}

TEST(MtxReader, AnEntryOfAPatternCountsOnce) {
  const WrittenFiles files;
  const auto file =
      files.write("c.mtx", "%%MatrixMarket matrix coordinate pattern general\n1 3 2\n1 1\n1 3\n");
  const Corpus corpus = read_corpus(file, {});
  EXPECT_EQ(corpus.counts(0, 0), 1u);
  EXPECT_EQ(corpus.counts(2, 0), 1u);
  EXPECT_EQ(corpus.num_tokens(), 2u);
}

}  // namespace
}  // namespace vilda::corpus
