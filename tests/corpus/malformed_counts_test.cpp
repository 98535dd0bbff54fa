// Malformed counted files: the message says where, what was found and what was expected.

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

class MalformedCounts : public ::testing::Test {
 protected:
  std::string error(Format format, std::string_view content, const char* vocabulary = nullptr,
                    bool terms_in_rows = false) const {
    ReadOptions options;
    options.format = format;
    options.terms_in_rows = terms_in_rows;
    if (vocabulary != nullptr) options.vocabulary_file = files_.write("words", vocabulary);
    const auto file = files_.write("c", content);
    return files_.message_of<BadInput>([&] { read_corpus(file, options); });
  }

  std::string ldac(std::string_view content, const char* vocabulary = nullptr) const {
    return error(Format::ldac, content, vocabulary);
  }
  std::string uci(std::string_view content, const char* vocabulary = nullptr) const {
    return error(Format::uci, content, vocabulary);
  }
  std::string mtx(std::string_view size_and_entries, std::string_view field = "integer") const {
    return error(Format::mtx, "%%MatrixMarket matrix coordinate " + std::string(field) + " general\n" +
                                  std::string(size_and_entries));
  }

 private:
  WrittenFiles files_;
};

TEST_F(MalformedCounts, LdacWordIdBeyondTheVocabulary) {
  EXPECT_EQ(ldac("1 0:1\n2 1:1 2:1\n", "a\nb\n"),
            "c:2: word id 2 is outside the vocabulary of 2 words (words); ids start at 0");
}

TEST_F(MalformedCounts, LdacCounts) {
  for (const char* count :
       {"0", "-1", "1.5", "nan", "2147483648", "99999999999999999999", "x", "", "+1", "1x"}) {
    EXPECT_EQ(ldac("0\n2 1:1 3:" + std::string(count) + "\n"),
              "c:2: found \"3:" + std::string(count) +
                  "\"; expected id:count, whole numbers, the count from 1 to 2147483647");
  }
}

TEST_F(MalformedCounts, LdacPairs) {
  for (const char* pair : {"-1:2", ":2", "7", "a:2", "1.0:2", "1:2:3", "1;2"}) {
    EXPECT_EQ(ldac("1 " + std::string(pair)),
              "c:1: found \"" + std::string(pair) +
                  "\"; expected id:count, whole numbers, the count from 1 to 2147483647");
  }
}

TEST_F(MalformedCounts, LdacPromisesMoreOrFewerPairs) {
  EXPECT_EQ(ldac("3 1:1 2:1\n"), "c:1: found 2 id:count pairs; expected 3, as the line promises");
  EXPECT_EQ(ldac("0\n1 1:1 2:1\n"), "c:2: found 2 id:count pairs; expected 1, as the line promises");
}

TEST_F(MalformedCounts, LdacLineWithoutANumberOfPairs) {
  EXPECT_EQ(ldac("1 1:1\n\n"),
            "c:2: found \"\"; expected the document's number of distinct words, then id:count pairs");
  EXPECT_EQ(ldac("-1 1:1\n"),
            "c:1: found \"-1\"; expected the document's number of distinct words, then id:count pairs");
}

TEST_F(MalformedCounts, LdacIdTooLargeForAnyVocabulary) {
  EXPECT_EQ(ldac("1 2147483647:1\n"), "c:1: found word id 2147483647; expected one from 0 to 2147483646");
  EXPECT_EQ(ldac("1 2000000000:1\n"),
            "c: found 2000000001 words for 1 counts; expected at most 1048592 (is the header right?)");
}

TEST_F(MalformedCounts, RepeatedWordsAddUpButNotBeyondTheLargestCount) {
  EXPECT_EQ(ldac("2 1:2147483647 1:1\n"),
            "c: document 0, word 1 (from 0): the counts add up to 2147483648; expected at most 2147483647");
  EXPECT_EQ(uci("2\n2\n3\n2 1 2147483647\n1 1 1\n2 1 1\n"),
            "c: document 1, word 0 (from 0): the counts add up to 2147483648; expected at most 2147483647");
}

TEST_F(MalformedCounts, UciHeaderThatIsNoHeader) {
  EXPECT_EQ(uci("2\n3\n"), "c: found 2 lines; expected a header of three: D, V, number of entries");
  EXPECT_EQ(uci("x\n3\n1\n"), "c:1: found \"x\"; expected the number of documents, at most 2147483647");
  EXPECT_EQ(uci("2\n-3\n1\n"), "c:2: found \"-3\"; expected the number of words, at most 2147483647");
  EXPECT_EQ(uci("2\n3\n\n"), "c:3: found \"\"; expected the number of entries, at most 18446744073709551615");
  EXPECT_EQ(uci("2 3 1\n1 1 1\n"),
            "c:1: found \"3\" after the number of documents; expected it alone on its line");
}

TEST_F(MalformedCounts, UciHeaderThatLies) {
  EXPECT_EQ(uci("2\n3\n2\n1 1 1\n3 1 1\n"),
            "c:5: found document \"3\"; expected a whole number from 1 to 2, as the header promises");
  EXPECT_EQ(uci("2\n3\n2\n1 4 1\n2 1 1\n"),
            "c:4: found word \"4\"; expected a whole number from 1 to 3, as the header promises");
  EXPECT_EQ(uci("2\n3\n3\n1 1 1\n2 1 1\n"), "c: found 2 entries; expected 3, as the header promises");
  EXPECT_EQ(uci("2\n3\n1\n1 1 1\n2 1 1\n"), "c:5: found another entry; expected 1, as the header promises");
  EXPECT_EQ(uci("2\n3\n1\n1 1 1\n", "a\nb\n"),
            "c:2: found 3 words; expected 2, the size of the vocabulary (words)");
}

TEST_F(MalformedCounts, UciEntries) {
  EXPECT_EQ(uci("2\n3\n1\n0 1 1\n"),
            "c:4: found document \"0\"; expected a whole number from 1 to 2, as the header promises");
  EXPECT_EQ(uci("2\n3\n1\n1 0 1\n"),
            "c:4: found word \"0\"; expected a whole number from 1 to 3, as the header promises");
  EXPECT_EQ(uci("2\n3\n1\n1 1\n"), "c:4: found \"1 1\"; expected `document word count`");
  EXPECT_EQ(uci("2\n3\n1\n1 1 1 1\n"), "c:4: found \"1 1 1 1\"; expected `document word count`");
  for (const char* count : {"0", "-1", "1.5", "nan", "2147483648", "x"}) {
    EXPECT_EQ(
        uci("2\n3\n1\n1 1 " + std::string(count) + "\n"),
        "c:4: found count \"" + std::string(count) + "\"; expected a whole number from 1 to 2147483647");
  }
}

TEST_F(MalformedCounts, AbsurdDimensionsAreRefusedWithoutAllocatingThem) {
  EXPECT_EQ(uci("1000000000000000000\n3\n1\n1 1 1\n"),
            "c:1: found \"1000000000000000000\"; expected the number of documents, at most 2147483647");
  EXPECT_EQ(uci("2147483647\n3\n1\n1 1 1\n"),
            "c: found 2147483647 documents for 1 counts; expected at most 1048592 (is the header right?)");
  EXPECT_EQ(uci("1\n2147483647\n1\n1 1 1\n"),
            "c: found 2147483647 words for 1 counts; expected at most 1048592 (is the header right?)");
  EXPECT_EQ(mtx("2147483647 3 1\n1 1 1\n"),
            "c: found 2147483647 documents for 1 counts; expected at most 1048592 (is the header right?)");
  EXPECT_EQ(uci("1\n1\n18446744073709551615\n1 1 1\n"),
            "c: found 1 entries; expected 18446744073709551615, as the header promises");
}

TEST_F(MalformedCounts, MtxBanner) {
  const std::string expected = "; expected %%MatrixMarket matrix coordinate integer|real|pattern general";
  const auto found = [&](const std::string& banner) { return "c:1: found \"" + banner + "\"" + expected; };
  EXPECT_EQ(error(Format::mtx, "1 2 3"), found("1 2 3"));
  EXPECT_EQ(error(Format::mtx, "%%MatrixMarket matrix array real general"),
            found("%%MatrixMarket matrix array real general"));
  EXPECT_EQ(error(Format::mtx, "%%MatrixMarket matrix coordinate real"),
            found("%%MatrixMarket matrix coordinate real"));
  EXPECT_EQ(error(Format::mtx, "%%MatrixMarket matrix coordinate complex general"),
            found("%%MatrixMarket matrix coordinate complex..."));
  EXPECT_EQ(error(Format::mtx, "%%MatrixMarket matrix coordinate real symmetric"),
            found("%%MatrixMarket matrix coordinate real sy..."));
  EXPECT_EQ(error(Format::mtx, ""), "c: is empty; expected a Matrix Market file");
}

TEST_F(MalformedCounts, MtxSize) {
  EXPECT_EQ(mtx("% only a comment\n"), "c: ends before its size; expected `rows columns entries`");
  EXPECT_EQ(mtx("2 3\n"), "c:2: found \"\"; expected the number of entries, at most 18446744073709551615");
  EXPECT_EQ(mtx("2 3 1 1\n"), "c:2: found \"2 3 1 1\"; expected `rows columns entries`");
  EXPECT_EQ(mtx("2 3.5 1\n"), "c:2: found \"3.5\"; expected the number of columns, at most 2147483647");
  EXPECT_EQ(mtx("2147483648 3 1\n"),
            "c:2: found \"2147483648\"; expected the number of rows, at most 2147483647");
  EXPECT_EQ(mtx("2 2147483648 1\n"),
            "c:2: found \"2147483648\"; expected the number of columns, at most 2147483647");
}

TEST_F(MalformedCounts, MtxEntries) {
  EXPECT_EQ(mtx("2 3 1\n3 1 1\n"),
            "c:3: found document \"3\"; expected a whole number from 1 to 2, as the header promises");
  EXPECT_EQ(mtx("2 3 1\n1 4 1\n"),
            "c:3: found word \"4\"; expected a whole number from 1 to 3, as the header promises");
  EXPECT_EQ(mtx("2 3 1\n1 1\n"), "c:3: found \"1 1\"; expected `row column count`");
  EXPECT_EQ(mtx("2 3 1\n1 1 1\n", "pattern"), "c:3: found \"1 1 1\"; expected `row column`");
  EXPECT_EQ(mtx("2 3 2\n1 1 1\n"), "c: found 1 entries; expected 2, as the header promises");
  EXPECT_EQ(mtx("2 3 1\n1 1 1\n1 2 1\n"), "c:4: found another entry; expected 1, as the header promises");
}

TEST_F(MalformedCounts, MtxCounts) {
  for (const char* field : {"integer", "real"}) {
    for (const char* count : {"0", "-1", "1.5", "nan", "inf", "2147483648", "1e300", "x", "0.0"}) {
      EXPECT_EQ(
          mtx("2 3 1\n1 1 " + std::string(count) + "\n", field),
          "c:3: found count \"" + std::string(count) + "\"; expected a whole number from 1 to 2147483647");
    }
  }
  EXPECT_EQ(mtx("2 3 1\n1 1 3.0\n"),
            "c:3: found count \"3.0\"; expected a whole number from 1 to 2147483647");
}

TEST_F(MalformedCounts, BytesThatAreNoTextAreShownEscaped) {
  EXPECT_EQ(ldac(std::string_view("1 1:\0\xFF\n", 7)),
            "c:1: found \"1:\\x00\\xFF\"; expected id:count, whole numbers, the count from 1 to 2147483647");
}

TEST_F(MalformedCounts, NoDocumentsAndNoWords) {
  EXPECT_EQ(ldac(""), "c: found no document; expected at least one");
  EXPECT_EQ(uci("0\n3\n0\n"), "c: found no document; expected at least one");
  EXPECT_EQ(ldac("0\n0\n"), "c: found 2 documents, all of them empty; expected words");
  EXPECT_EQ(mtx("2 3 0\n"), "c: found 2 documents, all of them empty; expected words");
}

}  // namespace
}  // namespace vilda::corpus
