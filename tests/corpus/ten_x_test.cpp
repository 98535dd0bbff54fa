// Single-cell counts in the layout of 10x Genomics.

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Strings = std::vector<std::string>;

constexpr const char* kMatrix =
    "%%MatrixMarket matrix coordinate integer general\n%\n3 2 3\n1 1 4\n3 1 2\n2 2 7\n";

/// Three genes, two of one name, in two cells.
class TenXFiles : public WrittenFiles {
 public:
  TenXFiles() {
    std::filesystem::create_directory(folder() / "cells");
    write("cells/matrix.mtx.gz", testing::gzip(kMatrix));
    write("cells/features.tsv.gz",
          testing::gzip("ENS1\tCD3E\tGene Expression\nENS2\tTBCE\tx\nENS3\tTBCE\tx\n"));
    write("cells/barcodes.tsv", "AAA-1\nCCC-1\n");
  }
};

void expect_cells(const Corpus& corpus) {
  EXPECT_EQ(corpus.vocabulary.words(), (Strings{"CD3E", "TBCE.ENS2", "TBCE.ENS3"}));
  EXPECT_EQ(corpus.names, (Strings{"AAA-1", "CCC-1"}));
  EXPECT_EQ(corpus.counts(0, 0), 4u);
  EXPECT_EQ(corpus.counts(2, 0), 2u);
  EXPECT_EQ(corpus.counts(1, 1), 7u);
  EXPECT_EQ(corpus.num_tokens(), 13u);
}

TEST(TenX, AFolderOrTheMatrixInItHasGenesForWordsAndCellsForDocuments) {
  const TenXFiles files;
  ReadReport report;
  expect_cells(read_corpus(files.folder() / "cells", {}, &report));
  EXPECT_EQ(report.format, Format::mtx);
  EXPECT_EQ(report.recognized_by, "features.tsv (or genes.tsv) and barcodes.tsv stand beside matrix.mtx");
  expect_cells(read_corpus(files.folder() / "cells/matrix.mtx.gz", {}));
  ReadOptions options;
  options.format = Format::mtx;
  options.terms_in_rows = true;
  expect_cells(read_corpus(files.folder() / "cells", options));
}

TEST(TenX, GenesMayStandInGenesTsv) {
  const TenXFiles files;
  std::filesystem::remove(files.folder() / "cells/features.tsv.gz");
  files.write("cells/genes.tsv", "ENS1\tCD3E\nENS2\tTBCE\nENS3\tTBCE\n");
  expect_cells(read_corpus(files.folder() / "cells", {}));
}

TEST(TenX, CellsAreReadAgainstAModelsGenes) {
  const TenXFiles files;
  const HeldOutCorpus cells = read_corpus_for(Vocabulary({"CD3E", "NKG7"}), files.folder() / "cells", {});
  EXPECT_EQ(cells.corpus.counts(0, 0), 4u);
  EXPECT_EQ(cells.unknown_words, (std::vector<std::uint64_t>{2, 7}));
  EXPECT_EQ(cells.corpus.names, (Strings{"AAA-1", "CCC-1"}));
}

TEST(TenX, WithoutAllThreeFilesAMatrixIsAMatrix) {
  const TenXFiles files;
  std::filesystem::remove(files.folder() / "cells/barcodes.tsv");
  EXPECT_EQ(read_corpus(files.folder() / "cells/matrix.mtx.gz", {}).num_documents(), 3u);
}

TEST(TenX, FilesThatDoNotAgreeAreRefused) {
  const TenXFiles files;
  const auto error = [&] {
    return files.message_of<BadInput>([&] { read_corpus(files.folder() / "cells", {}); });
  };
  files.write("cells/barcodes.tsv", "AAA-1\n");
  EXPECT_EQ(error(), "cells/barcodes.tsv: found 1 barcodes; expected 2, as cells/matrix.mtx.gz has columns");
  files.write("cells/barcodes.tsv", "AAA-1\nCCC-1\nGGG-1\n");
  EXPECT_EQ(error(), "cells/barcodes.tsv: found 3 barcodes; expected 2, as cells/matrix.mtx.gz has columns");
  files.write("cells/features.tsv.gz", "ENS1\tCD3E\nENS2\t\tx\n");
  EXPECT_EQ(error(), "cells/features.tsv.gz:2: found \"ENS2\\t\\tx\"; expected id<TAB>name");
  files.write("cells/features.tsv.gz", "ENS1\tCD3E\nENS2\n");
  EXPECT_EQ(error(), "cells/features.tsv.gz:2: found \"ENS2\"; expected id<TAB>name");
  files.write("cells/features.tsv.gz", "ENS1\tCD3E\n");
  EXPECT_EQ(
      error(),
      "cells/matrix.mtx.gz:3: found 3 words; expected 1, the size of the vocabulary (cells/features.tsv.gz)");
}

TEST(TenX, AGeneThatStandsTwiceIsRefusedWithItsLine) {
  const TenXFiles files;
  files.write("cells/features.tsv.gz", "ENS1\tCD3E\nENS2\tTBCE\nENS2\tTBCE\n");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_corpus(files.folder() / "cells", {}); }),
            "cells/features.tsv.gz:3: found \"TBCE.ENS2\", which is also on line 2; expected each gene once");
}

}  // namespace
}  // namespace vilda::corpus
