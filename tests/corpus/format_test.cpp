#include "vilda/corpus/format.hpp"

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

TEST(Format, NamesAreReadBack) {
  for (const Format format :
       {Format::automatic, Format::lines, Format::tsv, Format::csv, Format::jsonl, Format::mallet,
        Format::text, Format::ldac, Format::uci, Format::mtx, Format::svmlight, Format::vw, Format::store}) {
    EXPECT_EQ(format_named(name_of(format)), format);
  }
  EXPECT_EQ(testing::WrittenFiles().message_of<InvalidOption>([] { format_named("xml"); }),
            "\"xml\" is no format of a corpus; expected one of auto, lines, tsv, csv, jsonl, mallet, text, "
            "ldac, uci, "
            "mtx, svmlight, vw, store");
}

TEST(Format, IsRecognisedByName) {
  EXPECT_EQ(recognize_format("c.tsv", "text"), Format::tsv);
  EXPECT_EQ(recognize_format("C.LDAC.gz", "text"), Format::ldac);
  EXPECT_EQ(recognize_format("c.mtx", "text"), Format::mtx);
  EXPECT_EQ(recognize_format("c.uci", "text"), Format::uci);
  EXPECT_EQ(recognize_format("docword.kos.txt.gz", "text"), Format::uci);
  EXPECT_EQ(recognize_format("c.csv.zst", "text"), Format::csv);
  EXPECT_EQ(recognize_format("c.jsonl", "text"), Format::jsonl);
  EXPECT_EQ(recognize_format("c.json.gz", "text"), Format::jsonl);
  EXPECT_EQ(recognize_format("kos.txt", "text"), Format::lines);
}

TEST(Format, IsRecognisedByContent) {
  EXPECT_EQ(recognize_format("c", "%%MatrixMarket matrix"), Format::mtx);
  EXPECT_EQ(recognize_format("c.tsv", "%%MatrixMarket matrix"), Format::mtx);
  EXPECT_EQ(recognize_format("c", "3\n5\n1\n1 2 1\n"), Format::uci);
  EXPECT_EQ(recognize_format("c", "3\r\n5\r\n0\r\n"), Format::uci);
  EXPECT_EQ(recognize_format("c", "2 0:1 5:3\n"), Format::ldac);
  EXPECT_EQ(recognize_format("c", "0\n0\n0\n0\n1 7:1"), Format::ldac);
  EXPECT_EQ(recognize_format("c", "9 0:1 malformed"), Format::ldac);
  EXPECT_EQ(recognize_format("c", "name\t\ttext\n"), Format::tsv);
  EXPECT_EQ(recognize_format("c", "{\"text\": \"words\"}\n"), Format::jsonl);
  for (const char* json : {"{ \"text\" : \"\"}\n", "{\n  \"text\"", "[{\"text\"", "[\n  {\n    \"text\""})
    EXPECT_EQ(recognize_format("c", json), Format::jsonl) << json;
  EXPECT_EQ(recognize_format("c", "1 2.0 'tag|words rain:2 snow\n"), Format::vw);
  EXPECT_EQ(recognize_format("c", "|words rain snow:1"), Format::vw);
  EXPECT_EQ(recognize_format("c", "name,text\nn,t\n"), Format::csv);
  EXPECT_EQ(recognize_format("c", "\"text\",\"label\"\r\n"), Format::csv);
}

TEST(Format, TheReasonIsSaid) {
  EXPECT_EQ(recognize("c", "2 0:1 5:3\n").because, "its first line is a number, then id:count");
  EXPECT_EQ(recognize("c.tsv", "text").because, "its name says so");
  EXPECT_EQ(recognize("c", "text").because, "it looks like no other format");
}

TEST(Format, WhatIsNothingElseIsLines) {
  for (const char* text :
       {"", "\n", "0\n", "some text", "one\ttab", "\t\tindented", "3\n5\n", "3\n5\n1\ntext\n",
        "12:30 is a time", "a | table | of words", "we met here at noon | at 12:30", "|", "text",
        "some, text, more", "{a set}", "[1] as said", "[", "{", "{ "}) {
    EXPECT_EQ(recognize_format("c", text), Format::lines) << text;
  }
}

}  // namespace
}  // namespace vilda::corpus
