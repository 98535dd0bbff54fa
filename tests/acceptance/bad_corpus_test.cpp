// Input that is missing or malformed: one line that says where, what was found and what was expected; exit
// code 3.

#include <zlib.h>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class BadCorpus : public Acceptance {
 protected:
  void expect_file_refused(const std::string& name, const std::vector<std::string>& fragments,
                           const Arguments& more = {}) const {
    expect_refused(3, fragments, Arguments{"train", name, "--model", "model", "--topics", "2"} + more);
  }
  void expect_refused_by_train(const std::string& name, std::string_view content,
                               const std::vector<std::string>& fragments, const Arguments& more = {}) const {
    write(name, content);
    expect_file_refused(name, fragments, more);
  }
};

TEST_F(BadCorpus, MissingFile) {
  expect_file_refused("absent.txt", {"absent.txt: ", "No such file", "expected a file"});
}

TEST_F(BadCorpus, MissingVocabularyFile) {
  write("c.ldac", kTwoThings);
  expect_file_refused("c.ldac", {"absent.txt: ", "No such file"}, {"--vocabulary", "absent.txt"});
}

TEST_F(BadCorpus, LinkToItself) {
  std::filesystem::create_symlink("loop", path("loop"));
  expect_refused(3, {"loop: ", "symbolic links", "expected"}, {"info", "loop"});
  expect_file_refused("loop", {"loop: ", "symbolic links", "expected"});
}

TEST_F(BadCorpus, FolderWithoutAFile) {
  std::filesystem::create_directory(path("folder"));
  expect_file_refused("folder", {"folder: ", "found no document"});
}

TEST_F(BadCorpus, TruncatedGzip) {
  const std::string whole = path("whole.gz");
  const gzFile file = ::gzopen(whole.c_str(), "wb");
  ::gzputs(file, kTwoThings);
  ::gzclose(file);
  const std::string bytes = read("whole.gz");
  expect_refused_by_train("c.ldac.gz", bytes.substr(0, bytes.size() / 2),
                          {"c.ldac.gz: byte " + std::to_string(bytes.size() / 2), "ends early", "expected"});
}

TEST_F(BadCorpus, DamagedGzip) {
  expect_refused_by_train("c.ldac.gz", "\x1F\x8B\x08 and then something else",
                          {"c.ldac.gz: byte ", "damaged"});
}

TEST_F(BadCorpus, WordIdBeyondTheVocabulary) {
  write("words.txt", "a\nb\nc\n");
  expect_refused_by_train("c.ldac", "1 0:1\n1 3:1\n",
                          {"c.ldac:2: ", "word id 3", "vocabulary of 3 words (words.txt)", "ids start at 0"},
                          {"--vocabulary", "words.txt"});
}

TEST_F(BadCorpus, CountsThatAreNoCounts) {
  for (const std::string count : {"-1", "0", "1.5", "2147483648", "99999999999999999999", "nan", "many"}) {
    SCOPED_TRACE(count);
    expect_refused_by_train("c.ldac", "1 0:1\n2 0:1 1:" + count + "\n",
                            {"c.ldac:2: ", "found \"1:" + count + "\"", "the count from 1 to 2147483647"});
    expect_refused_by_train("docword.c.txt", "2\n2\n2\n1 1 1\n2 2 " + count + "\n",
                            {"docword.c.txt:5: ", "found count \"" + count + "\"", "from 1 to 2147483647"});
    expect_refused_by_train(
        "c.mtx", "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 " + count + "\n",
        {"c.mtx:4: ", "found count \"" + count + "\"", "from 1 to 2147483647"});
  }
}

TEST_F(BadCorpus, TextWhereANumberShouldBe) {
  expect_refused_by_train("c.ldac", "1 0:1\nsome words\n",
                          {"c.ldac:2: ", "\"some\"", "number of distinct words"});
  expect_refused_by_train("c.uci", "2\nmany\n2\n1 1 1\n", {"c.uci:2: ", "\"many\"", "number of words"});
  expect_refused_by_train("c.mtx", "%%MatrixMarket matrix coordinate integer general\n2 2 1\none 1 1\n",
                          {"c.mtx:3: ", "\"one\"", "whole number from 1 to 2"});
}

TEST_F(BadCorpus, LineThatPromisesMorePairsThanItHas) {
  expect_refused_by_train("c.ldac", "1 0:1\n3 0:1 1:1\n",
                          {"c.ldac:2: ", "found 2 id:count pairs", "expected 3, as the line promises"});
}

TEST_F(BadCorpus, UciHeaderThatLies) {
  expect_refused_by_train("c.uci", "1\n2\n2\n1 1 1\n2 1 1\n", {"c.uci:5: ", "document \"2\"", "from 1 to 1"});
  expect_refused_by_train("c.uci", "2\n1\n2\n1 1 1\n2 2 1\n", {"c.uci:5: ", "word \"2\"", "from 1 to 1"});
  expect_refused_by_train("c.uci", "2\n2\n3\n1 1 1\n2 1 1\n", {"c.uci: ", "found 2 entries", "expected 3"});
  expect_refused_by_train("c.uci", "2\n2\n1\n1 1 1\n2 1 1\n", {"c.uci:5: ", "another entry", "expected 1"});
  expect_refused_by_train("c.uci", "2147483647\n2\n1\n1 1 1\n",
                          {"c.uci: ", "2147483647 documents", "expected at most"});
}

TEST_F(BadCorpus, MatrixMarketWithWrongDimensions) {
  const std::string banner = "%%MatrixMarket matrix coordinate integer general\n";
  expect_refused_by_train("c.mtx", banner + "1 2 2\n1 1 1\n2 1 1\n",
                          {"c.mtx:4: ", "document \"2\"", "from 1 to 1"});
  expect_refused_by_train("c.mtx", banner + "2 2 3\n1 1 1\n2 1 1\n",
                          {"c.mtx: ", "found 2 entries", "expected 3"});
  expect_refused_by_train("c.mtx", banner + "2 2\n1 1 1\n", {"c.mtx:2: ", "number of entries"});
  write("words.txt", "a\nb\nc\n");
  expect_refused_by_train(
      "c.mtx", banner + "1 2 1\n1 1 1\n",
      {"c.mtx:2: ", "found 2 words", "expected 3, the size of the vocabulary (words.txt)"},
      {"--vocabulary", "words.txt"});
}

TEST_F(BadCorpus, InvalidUtf8) {
  expect_refused_by_train("c.txt", "good words\nbad \xFF word\n",
                          {"c.txt:2: ", "0xFF", "byte 5", "expected UTF-8"});
  expect_refused_by_train("c.tsv", "a\tb\tgood\nc\td\tbad \xC3\n",
                          {"c.tsv:2: ", "0xC3", "byte 9", "expected UTF-8"});
  write("words.txt", "a\nb\xFF\n");
  write("c.ldac", "1 0:1\n");
  expect_file_refused("c.ldac", {"words.txt:2: ", "0xFF", "expected UTF-8"}, {"--vocabulary", "words.txt"});
}

TEST_F(BadCorpus, TsvLineWithoutItsThreeFields) {
  expect_refused_by_train("c.tsv", "a\tb\ttext\nonly text\n",
                          {"c.tsv:2: ", "\"only text\"", "name<TAB>label<TAB>text"});
}

TEST_F(BadCorpus, EmptyFile) {
  for (const std::string name : {"c.txt", "c.tsv", "c.ldac", "c.uci", "c.mtx"}) {
    SCOPED_TRACE(name);
    expect_refused_by_train(name, "", {name + ": ", "expected"});
  }
}

TEST_F(BadCorpus, NothingButEmptyDocuments) {
  expect_refused_by_train("c.txt", "\n\n\n", {"c.txt: ", "3 documents", "empty", "expected words"});
}

TEST_F(BadCorpus, PruningThatLeavesNoWord) {
  expect_refused_by_train("c.txt", "some rare words\nother rare things\n",
                          {"c.txt: ", "no word is left", "--min-df 5", "--max-df 0.5"});
  expect_refused_by_train("c.ldac", kTwoThings, {"c.ldac: ", "no word is left", "--min-df 100"},
                          {"--min-df", "100"});
}

TEST_F(BadCorpus, CountsThatAddUpToTooMuch) {
  expect_refused_by_train("c.ldac", "2 1:2147483647 1:1\n",
                          {"c.ldac", "add up to 2147483648", "expected at most"});
}

TEST_F(BadCorpus, StandardInputIsNamedAsSuch) {
  expect_refused(3, {"standard input:2: ", "found"},
                 {"train", "-", "--format", "ldac", "--model", "model", "--topics", "2"}, "1 0:1\n1 0:x\n");
}

TEST_F(BadCorpus, EveryVerbThatReadsACorpusRefusesIt) {
  write("c.ldac", kTwoThings);
  done({"train", "c.ldac", "--model", "model", "--topics", "2"});
  write("bad.ldac", "1 0:1\n1 0:x\n");
  for (const Arguments& verb :
       {Arguments{"info"}, Arguments{"infer", "model"}, Arguments{"evaluate", "model"}}) {
    expect_refused(3, {"bad.ldac:2: ", "\"0:x\""}, verb + Arguments{"bad.ldac"});
    expect_refused(3, {"absent.ldac: "}, verb + Arguments{"absent.ldac"});
  }
}

class BadModel : public Acceptance {
 protected:
  void SetUp() override {
    write("c.ldac", kTwoThings);
    done({"train", "c.ldac", "--model", "model", "--topics", "2", "--method", "batch", "--passes", "2",
          "--tolerance", "0"});
  }
  void expect_refused_by_all(const std::string& model, const std::vector<std::string>& fragments) const {
    expect_refused(3, fragments, {"topics", model});
    expect_refused(3, fragments, {"infer", model, "c.ldac"});
    expect_refused(3, fragments, {"evaluate", model, "c.ldac"});
    expect_refused(3, fragments, {"train", "c.ldac", "--model", model, "--resume", "--passes", "9"});
    expect_refused(3, fragments, {"train", "c.ldac", "--model", "new", "--from", model});
  }
};

TEST_F(BadModel, AbsentOrNone) {
  expect_refused_by_all("absent", {"absent: ", "found nothing", "expected a model directory"});
  expect_refused_by_all("c.ldac", {"c.ldac: ", "found a file", "expected a model directory"});
  std::filesystem::create_directory(path("folder"));
  expect_refused_by_all("folder", {"folder: ", "without model.json", "expected a model directory"});
}

TEST_F(BadModel, FilesThatAreDamagedOrDoNotBelongTogether) {
  const std::string model = read("model/model.json");
  write("model/model.json", "{\"format_version\": 1,");
  expect_refused_by_all("model", {"model/model.json: "});
  write("model/model.json", "\xE2\n");
  expect_refused_by_all("model", {"model/model.json: ", "\\xE2"});
  write("model/model.json", "{\"format_version\": 2}");
  expect_refused_by_all("model", {"model/model.json: ", "format_version is 2"});
  write("model/model.json", model);

  const std::string lambda = read("model/lambda.npy");
  write("model/lambda.npy", lambda.substr(0, lambda.size() - 4));
  expect_refused_by_all("model", {"model/lambda.npy: ", "bytes", "expected"});
  write("model/lambda.npy", "no array");
  expect_refused_by_all("model", {"model/lambda.npy: ", "expected a .npy file"});
  write("model/lambda.npy", lambda);

  write("model/vocabulary.txt", "a\nb\n");
  expect_refused_by_all("model", {"model/lambda.npy: ", "found 2 x 8", "expected 2 x 2"});
}

TEST_F(BadModel, OptionsThatAreNotThoseOfATraining) {
  const Json whole = json("model/model.json");
  const auto expect_refused_with = [&](const Json& changes, const std::string& message) {
    Json model = whole;
    model.merge_patch(changes);
    write("model/model.json", model.dump());
    expect_refused(3, {"model/model.json: " + message},
                   {"train", "c.ldac", "--model", "model", "--resume", "--passes", "9", "--quiet"});
  };
  expect_refused_with({{"options", {{"tolerance", nullptr}}}},
                      "found no option tolerance of the right kind; expected");
  expect_refused_with({{"options", {{"learn-eta", "no"}}}},
                      "found no option learn-eta of the right kind; expected");
  expect_refused_with({{"options", {{"passes", 3000000000}}}},
                      "found 3000000000 for passes; expected 0 to 2147483647");
  expect_refused_with({{"options", {{"passes", -1}}}}, "found -1 for passes; expected 0 to");
  expect_refused_with({{"options", {{"document-iterations", 0}}}},
                      "document iterations is 0; it must be at least 1");
  expect_refused_with({{"options", {{"precision", "float16"}}}}, "--precision is \"float16\"; it must be");
  for (const std::string method : {"auto", "sampling"})
    expect_refused_with({{"method", method}},
                        "found method \"" + method + "\"; expected batch, svi or collapsed");
}

TEST_F(BadModel, WaysOfReadingThatNoTextHas) {
  write("c.txt", "some words here\nmore words here\nother things\n");
  done({"train", "c.txt", "--model", "texts", "--topics", "2", "--min-df", "1", "--passes", "2",
        "--tolerance", "0"});
  const Json whole = json("texts/model.json");
  for (const Json& wrong :
       {Json{{"min-length", "3"}}, Json{{"min-length", 0}}, Json{{"min-length", -4}}, Json{{"stop-words", 7}},
        Json{{"keep-numbers", "yes"}}, Json{{"addresses", "keep"}}, Json{{"stem", "klingon"}},
        Json{{"phrases", 1}}, Json{{"phrase-threshold", 7}}, Json{{"phrase-min-count", "x"}}}) {
    SCOPED_TRACE(wrong.dump());
    Json model = whole;
    model["options"].update(wrong);
    write("texts/model.json", model.dump());
    expect_refused(3, {"texts/model.json: "}, {"infer", "texts", "c.txt", "--quiet"});
    expect_refused(3, {"texts/model.json: "},
                   {"train", "c.txt", "--model", "texts", "--resume", "--passes", "9", "--quiet"});
  }
  for (const Json& wrong : {Json{{"min-df", "3"}}, Json{{"max-df", -0.5}}, Json{{"max-words", -1}}}) {
    SCOPED_TRACE(wrong.dump());
    Json model = whole;
    model["options"].update(wrong);
    write("texts/model.json", model.dump());
    expect_refused(3, {"texts/model.json: "},
                   {"train", "c.txt", "--model", "texts", "--resume", "--passes", "9", "--quiet"});
  }
}

TEST_F(BadModel, CheckpointThatDoesNotBelongToItsModel) {
  const Arguments resume{"train", "c.ldac", "--model", "model", "--resume", "--passes", "9"};
  write("big.ldac", std::string(kTwoThings) + kTwoThings);
  done({"train", "big.ldac", "--model", "other", "--topics", "3", "--method", "batch", "--passes", "2",
        "--tolerance", "0"});
  for (const std::string file : {"lambda.npy", "gamma.npy"}) {
    const std::string own = read("model/checkpoint/" + file);
    write("model/checkpoint/" + file, read("other/checkpoint/" + file));
    expect_refused(3, {"model/checkpoint/" + file + ": ", "expected"}, resume + Arguments{"--quiet"});
    write("model/checkpoint/" + file, own);
  }
  write("model/checkpoint/summary.json", "{}");
  expect_refused(3, {"model/checkpoint/summary.json: "}, resume + Arguments{"--quiet"});
}

}  // namespace
}  // namespace vilda::acceptance
