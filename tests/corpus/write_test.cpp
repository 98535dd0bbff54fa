#include "vilda/corpus/write.hpp"

#include <gtest/gtest.h>

#include "corpus/random_corpus.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::RandomCorpus;
using testing::WrittenFiles;

TEST(Write, EveryCountedFormatGivesTheCorpusBack) {
  const WrittenFiles files;
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Corpus corpus = read_corpus(files.write("c.ldac", RandomCorpus(seed).ldac()), {});
    for (const Format format : {Format::ldac, Format::uci, Format::mtx, Format::svmlight}) {
      ReadOptions options;
      options.format = format;
      Corpus back = read_corpus(files.write("back", to_counted_format(corpus, format)), options);
      back.labels.clear();
      EXPECT_EQ(sha256(back), sha256(corpus)) << name_of(format);
    }
  }
}

TEST(Write, SvmlightHasTheLabelsThatAreNumbers) {
  const WrittenFiles files;
  Corpus corpus = read_corpus(files.write("c.ldac", "1 0:2\n0\n1 1:1\n"), {});
  EXPECT_EQ(to_counted_format(corpus, Format::svmlight), "0 1:2\n0\n0 2:1\n");
  corpus.labels = {"+1", "-2.5", "1990s"};
  EXPECT_EQ(to_counted_format(corpus, Format::svmlight), "+1 1:2\n-2.5\n0 2:1\n");
}

TEST(Write, TextFormatsHoldNoCounts) {
  const WrittenFiles files;
  const Corpus corpus = read_corpus(files.write("c.ldac", "1 0:2\n"), {});
  EXPECT_EQ(files.message_of<InvalidOption>([&] { to_counted_format(corpus, Format::csv); }),
            "--format: found csv; expected ldac, uci, mtx, svmlight or vw");
}

}  // namespace
}  // namespace vilda::corpus
