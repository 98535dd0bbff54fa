#include <gtest/gtest.h>

#include "corpus/random_corpus.hpp"
#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::RandomCorpus;
using testing::WrittenFiles;

std::string svmlight(const RandomCorpus& corpus) {
  std::string text = "# a comment\n";
  for (std::size_t d = 0; d < corpus.documents.size(); ++d) {
    text += fmt::format("{}", d % 2 == 0 ? "+1" : "-1.5");
    for (const auto& [word, count] : corpus.documents[d]) text += fmt::format(" {}:{}", word + 1, count);
    text += d % 3 == 0 ? " # note\n" : "\n";
  }
  return text;
}

TEST(Svmlight, ReadsWhatWasWritten) {
  const WrittenFiles files;
  ReadOptions options;
  options.format = Format::svmlight;
  for (unsigned seed = 0; seed < 40; ++seed) {
    const RandomCorpus written(seed);
    Corpus read = read_corpus(files.write("c", svmlight(written)), options);
    const Corpus expected = read_corpus(files.write("c.ldac", written.ldac()), {});
    EXPECT_EQ(read.labels.at(0), "+1");
    EXPECT_EQ(read.labels.at(1), "-1.5");
    read.labels.clear();
    EXPECT_EQ(sha256(read), sha256(expected));
  }
}

TEST(Svmlight, IsRecognised) {
  EXPECT_EQ(recognize_format("c.svmlight.gz", "1 1:1\n"), Format::svmlight);
  EXPECT_EQ(recognize_format("c.svm", "1 1:1\n"), Format::svmlight);
  EXPECT_EQ(recognize_format("c", "-1 1:1 3:2\n"), Format::svmlight);
  EXPECT_EQ(recognize_format("c", "+1 1:1 3:2\n"), Format::svmlight);
  EXPECT_EQ(recognize_format("c", "1.0 1:1 3:2\n"), Format::svmlight);
  EXPECT_EQ(recognize_format("c", "1 1:1 3:2\n"), Format::ldac);
}

TEST(Svmlight, MalformedInputIsToldWithItsPlace) {
  const WrittenFiles files;
  ReadOptions options;
  const auto error = [&](std::string_view content) {
    const auto file = files.write("c.svm", content);
    return files.message_of<BadInput>([&] { read_corpus(file, options); });
  };
  const std::string pair = "; expected id:count, whole numbers, the count from 1 to 2147483647";
  EXPECT_EQ(error("1 1:2\nspam 1:2\n"), "c.svm:2: found \"spam\"; expected the document's label, a number");
  EXPECT_EQ(error("1 1:2\n1 7\n"), "c.svm:2: found \"7\"" + pair);
  EXPECT_EQ(error("1 1:0.5\n"), "c.svm:1: found \"1:0.5\"" + pair);
  EXPECT_EQ(error("1 qid:3 1:1\n"), "c.svm:1: found \"qid:3\"" + pair);
  EXPECT_EQ(error("1 0:2\n"), "c.svm:1: found word id 0; expected one from 1 to 2147483647");
  options.vocabulary_file = files.write("words", "a\nb\n");
  EXPECT_EQ(error("1 3:2\n"),
            "c.svm:1: word id 3 is outside the vocabulary of 2 words (words); ids start at 1");
  EXPECT_EQ(read_corpus(files.write("c.svm", "1 2:2\n"), options).num_tokens(), 2u);
}

}  // namespace
}  // namespace vilda::corpus
