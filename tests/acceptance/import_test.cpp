// `vilda import` and the corpus store it writes.

#include <sys/stat.h>

#include <thread>

#include "acceptance/peak_memory.hpp"
#include "acceptance/program.hpp"
#include "corpus/written_files.hpp"

namespace vilda::acceptance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Import : public Acceptance {};

TEST_F(Import, InfoSaysTheSameOfTheStoreAndOfItsSource) {
  const Arguments reading{"--min-df", "3", "--stop-words", "none"};
  done(Arguments{"import", kSpeeches, "--output", "s.vc"} + reading);
  const Json source = Json::parse(done(Arguments{"info", kSpeeches, "--json"} + reading).out);
  const Json store = Json::parse(done({"info", "s.vc", "--json"}).out);
  for (const char* key :
       {"num_documents", "num_words", "num_tokens", "num_pairs", "sha256", "empty_documents"})
    EXPECT_EQ(store[key], source[key]) << key;
  EXPECT_EQ(store["format"], "store");
  EXPECT_EQ(store["labels"], true);
  EXPECT_EQ(store["reading"]["stop-words"], "none");
  EXPECT_EQ(store["reading"]["min-df"], 3.0);
}

TEST_F(Import, JsonIsWhatInfoSays) {
  const Outcome import = done({"import", kSpeeches, "--output", "s.vc", "--json", "--quiet"});
  EXPECT_EQ(import.out, done({"info", "s.vc", "--json"}).out);
  EXPECT_EQ(import.err, "");
}

TEST_F(Import, TheStoreTrainsTheSameModelAsItsSource) {
  const Arguments training{"--topics", "3", "--passes", "3"};
  done(Arguments{"import", kSpeeches, "--output", "s.vc"});
  done(Arguments{"train", kSpeeches, "--model", "a"} + training);
  done(Arguments{"train", "s.vc", "--model", "b"} + training);
  EXPECT_EQ(read("a/lambda.npy"), read("b/lambda.npy"));
  EXPECT_EQ(read("a/vocabulary.txt"), read("b/vocabulary.txt"));
  EXPECT_EQ(json("a/model.json")["corpus_sha256"], json("b/model.json")["corpus_sha256"]);
  const Json of_text = Json::parse(done({"evaluate", "a", kSpeeches, "--json"}).out);
  const Json of_store = Json::parse(done({"evaluate", "b", "s.vc", "--json"}).out);
  EXPECT_EQ(of_text["bound"], of_store["bound"]);
  EXPECT_EQ(of_text["completion"], of_store["completion"]);
}

TEST_F(Import, AModelOfAStoreKnowsHowItsTextWasRead) {
  const Arguments reading{"--stem", "english", "--stop-words", "none"};
  done(Arguments{"import", kSpeeches, "--output", "s.vc"} + reading);
  done({"train", "s.vc", "--topics", "3", "--passes", "2", "--model", "a"});
  done(Arguments{"train", kSpeeches, "--topics", "3", "--passes", "2", "--model", "b"} + reading);
  EXPECT_EQ(json("a/model.json"), json("b/model.json"));
  EXPECT_EQ(done({"infer", "a", kSpeeches}).out, done({"infer", "b", kSpeeches}).out);
}

TEST_F(Import, TheModelIsTheSameWhateverTheMemory) {
  done({"import", kSpeeches, "--output", "s.vc"});
  for (const std::string method : {"svi", "collapsed"}) {
    const Arguments train{"train", "s.vc",     "--topics", "3",       "--passes",
                          "3",     "--method", method,     "--force", "--model"};
    done(train + Arguments{"a"});
    done(train + Arguments{"b", "--memory", "48M"});
    EXPECT_EQ(read("a/lambda.npy"), read("b/lambda.npy")) << method;
    EXPECT_EQ(read("a/model.json"), read("b/model.json")) << method;
  }
}

TEST_F(Import, WhatIsNoStoreTrainsTheSameModelWhateverTheMemory) {
  write("c.ldac", kTwoThings);
  done({"import", kSpeeches, "--output", "s.vc", "--stem", "english"});
  for (const Arguments& corpus : {Arguments{kSpeeches, "--stem", "english"},
                                  {"c.ldac"},
                                  {"c.ldac", "c.ldac", "--min-df", "2"},
                                  {"s.vc", "--min-df", "9"}}) {
    const Arguments train = Arguments{"train", "--topics", "2", "--passes", "2", "--force"} + corpus;
    const std::string said = done(train + Arguments{"--model", "a"}).err;
    EXPECT_THAT(done(train + Arguments{"--model", "b", "--memory", "256M"}).err,
                testing::StartsWith(said.substr(0, said.find("method "))));
    for (const std::string file : {"model.json", "lambda.npy", "vocabulary.txt"})
      EXPECT_EQ(read("a/" + file), read("b/" + file)) << corpus[0] << " " << file;
    EXPECT_EQ(names("b"), names("a"));
  }
  EXPECT_THAT(names(), ElementsAre("a", "b", "c.ldac", "s.vc"));
}

TEST_F(Import, ACompressedStreamTrainsTheSameModelAsItsStore) {
  write("words.txt", "war\npeace\ntreaty\ncongress\nlabor\nunseen\n");
  const Arguments read_by{"--format", "tsv", "--vocabulary", "words.txt"};
  const Arguments train{"--method", "svi", "--topics", "3", "--passes", "1", "--memory", "256M", "--model"};
  const std::string stream = corpus::testing::gzip(content_of(kSpeeches));
  done(Arguments{"import", kSpeeches, "--output", "s.vc"} + read_by);
  done(Arguments{"train", "s.vc"} + train + Arguments{"store"});
  done(Arguments{"train", "-"} + read_by + train + Arguments{"input"}, stream);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::thread writer([&] { write("pipe", stream); });
  done(Arguments{"train", "pipe"} + read_by + train + Arguments{"pipe-model"});
  writer.join();
  for (const std::string model : {"input", "pipe-model"}) {
    for (const std::string file : {"model.json", "lambda.npy", "vocabulary.txt"})
      EXPECT_EQ(read(model + "/" + file), read("store/" + file)) << model << " " << file;
  }
  EXPECT_THAT(names(), ElementsAre("input", "pipe", "pipe-model", "s.vc", "store", "words.txt"));
}

TEST_F(Import, NothingRemainsOfAStreamThatCannotBeTrainedOn) {
  const Arguments train{"train", "-", "--topics", "2", "--model", "m", "--memory", "256M"};
  expect_refused(3, {"standard input:2: "}, train + Arguments{"--format", "ldac"}, "1 0:1\n1 0:x\n");
  expect_refused(5, {"--memory 1M does not do"},
                 {"train", kSpeeches, "--topics", "2", "--model", "m", "--memory", "1M"});
}

TEST_F(Import, AStoreMadeOfStoresKnowsHowTheirTextWasRead) {
  for (const std::string min_length : {"3", "4"})
    done({"import", kSpeeches, "--stem", "english", "--min-length", min_length, "--output",
          min_length + ".vc"});
  done({"import", "3.vc", "4.vc", "--output", "both.vc"});
  const Json reading = Json::parse(done({"info", "both.vc", "--json"}).out)["reading"];
  EXPECT_EQ(reading["stem"], "english");
  EXPECT_FALSE(reading.contains("min-length"));
}

TEST_F(Import, StandardInputIsImported) {
  done({"import", "-", "--format", "ldac", "--output", "c.vc", "--quiet"}, kTwoThings);
  EXPECT_EQ(Json::parse(done({"info", "c.vc", "--json"}).out)["num_documents"], 6);
}

TEST_F(Import, AStoreIsReplacedOnlyByForceAndNothingElseRemains) {
  write("c.ldac", kTwoThings);
  done({"import", "c.ldac", "--output", "c.vc"});
  expect_refused(2, {"c.vc: exists already", "--force"}, {"import", "c.ldac", "--output", "c.vc"});
  done({"import", "c.ldac", "--output", "c.vc", "--force"});
  EXPECT_THAT(names(), ElementsAre("c.ldac", "c.vc"));
}

TEST_F(Import, BadSourceLeavesNothing) {
  write("c.ldac", "2 0:1\n");
  expect_refused(3, {"c.ldac:1: "}, {"import", "c.ldac", "--output", "c.vc"});
  expect_refused(2, {"vilda: c.ldac is part of the input; it cannot be the output (see "},
                 {"import", "c.ldac", "--output", "c.ldac", "--force"});
  expect_refused(2, {"--output is -"}, {"import", "c.ldac", "--output", "-"});
  expect_refused(2, {"an --output are needed"}, {"import", "c.ldac"});
}

TEST_F(Import, DamagedStoreIsRefusedByEveryVerb) {
  write("c.ldac", kTwoThings);
  done({"import", "c.ldac", "--output", "c.vc"});
  done({"train", "c.vc", "--topics", "2", "--model", "model"});
  const std::string whole = read("c.vc");
  write("c.vc", whole.substr(0, whole.size() - 1));
  for (const Arguments& verb : {Arguments{"info", "c.vc"},
                                {"infer", "model", "c.vc"},
                                {"evaluate", "model", "c.vc"},
                                {"train", "c.vc", "--topics", "2", "--model", "m"},
                                {"export", "c.vc", "--format", "uci", "--output", "c.uci"}})
    expect_refused(3, {"c.vc: byte ", "expected"}, verb);
  std::string flipped = whole;
  flipped[flipped.size() / 2] ^= 1;
  write("c.vc", flipped);
  expect_refused(3, {"c.vc: byte ", "damaged"}, {"info", "c.vc"});
  expect_refused(3, {"c.vc: byte ", "damaged"}, {"train", "c.vc", "--topics", "2", "--model", "m"});
}

TEST_F(Import, AStoreThatIsCutShortWhileItIsTrainedOnIsRefusedAndNothingRemains) {
  const std::string speeches = content_of(kSpeeches);
  std::string many;
  for (int copy = 0; copy < 30; ++copy) many += speeches;
  write("many.tsv", many);
  done({"import", "many.tsv", "--output", "s.vc"});
  const std::string whole = read("s.vc");
  for (const std::string method : {"collapsed", "svi"}) {
    const auto before = names();
    Running running({"train", "s.vc", "--topics", "5", "--passes", "100000", "--tolerance", "0", "--method",
                     method, "--memory", "64M", "--model", "m"},
                    here());
    ASSERT_TRUE(running.wait_until_err_has("pass 2/"));
    std::filesystem::resize_file(path("s.vc"), 4096);
    const Outcome outcome = running.wait();
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("s.vc: changed while it was read, from " +
                                       std::to_string(whole.size()) + " to 4096 bytes"));
    EXPECT_EQ(names(), before);
    write("s.vc", whole);
  }
}

TEST_F(Import, AStoreThatIsWrittenToWhileItIsTrainedOnIsRefused) {
  done({"import", kSpeeches, "--output", "s.vc"});
  const std::string whole = read("s.vc");
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--method", "svi"},
                                                  {"--method", "svi", "--memory", "64M"},
                                                  {"--method", "collapsed"},
                                                  {"--method", "collapsed", "--memory", "64M"}}) {
    std::vector<std::string> command = {"train",  "s.vc",        "--topics", "20",      "--passes",
                                        "100000", "--tolerance", "0",        "--model", "m"};
    command.insert(command.end(), options.begin(), options.end());
    Running running(command, here());
    ASSERT_TRUE(running.wait_until_err_has("pass 2/"));
    // Its documents' words: its size and where they begin are as they were.
    std::fstream store(path("s.vc"), std::ios::binary | std::ios::in | std::ios::out);
    store.seekp(static_cast<std::streamoff>(whole.size() / 4));
    store << std::string(whole.size() / 2, '\xAB');
    store.close();
    const Outcome outcome = running.wait();
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("s.vc: changed while it was read"));
    EXPECT_THAT(names(), ElementsAre("s.vc"));
    write("s.vc", whole);
  }
}

TEST_F(Import, AStoreThatIsWrittenToAfterItWasReadIsRefused) {
  done({"import", kSpeeches, "--output", "s.vc"});
  const std::string whole = read("s.vc");
  Running running({"train", "s.vc", "--topics", "20", "--passes", "100000", "--tolerance", "0", "--method",
                   "batch", "--model", "m"},
                  here());
  ASSERT_TRUE(running.wait_until_err_has("pass 2/"));
  // As it was: nothing is read until the end. Without cutting it short first: training would stop by itself,
  // and the signal could come when it is not caught any more.
  std::fstream(path("s.vc"), std::ios::binary | std::ios::in | std::ios::out) << whole;
  running.send(SIGINT);
  const Outcome outcome = running.wait();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("s.vc: changed while it was read"));
  EXPECT_THAT(names(), ElementsAre("s.vc"));
}

TEST_F(Import, PartsOfASplitAreStoresOfTheirOwn) {
  const Outcome split = done({"import", kSpeeches, "--output", "s.vc", "--split", "every:10", "--json"});
  EXPECT_THAT(names(), ElementsAre("s.test.vc", "s.train.vc"));
  const Json parts = Json::parse(split.out)["parts"];
  EXPECT_EQ(parts[0]["file"], "s.train.vc");
  EXPECT_EQ(parts[0]["num_documents"], 180);
  EXPECT_EQ(parts[1]["num_documents"], 20);
  expect_refused(2, {"s.train.vc: exists already"},
                 {"import", kSpeeches, "--output", "s.vc", "--split", "every:10"});
  // The passages were chosen by the hashes of their names, which must not choose their part as well.
  const auto shares =
      Json::parse(done({"import", kSpeeches, "--output", "h.vc", "--split", "a:0.5,b:0.5", "--json"}).out);
  EXPECT_NEAR(shares["parts"][0]["num_documents"].get<double>(), 100, 28);  // four standard deviations
  expect_refused(2, {"--split: found \"a:1\""}, {"import", kSpeeches, "--output", "t.vc", "--split", "a:1"});
}

TEST_F(Import, TheBytesAreTheSameWhateverTheMemoryAndThreads) {
  const std::string speeches = content_of(std::string(VILDA_DATA_DIR) + "/state-of-the-union.train.tsv");
  std::string many;
  for (int copy = 0; copy < 40; ++copy) many += speeches;
  write("many.tsv", many);
  for (const Arguments& reading : {Arguments{}, {"--phrases"}}) {
    const Arguments import = Arguments{"import", "many.tsv", "--force"} + reading;
    done(import + Arguments{"--output", "a.vc", "--threads", "1"});
    done(import + Arguments{"--output", "b.vc", "--memory", "96M"});
    EXPECT_TRUE(read("a.vc") == read("b.vc"));
  }
  EXPECT_THAT(names(), ElementsAre("a.vc", "b.vc", "many.tsv"));
}

TEST_F(Import, TooLittleMemoryIsAResourceLimit) {
  expect_refused(5, {"--memory 1M does not do", "distinct words"},
                 {"import", kSpeeches, "--output", "s.vc", "--memory", "1M"});
  for (const std::string size : {"0", "x", "5X", "99999999999T", "1 G"})
    expect_refused(2, {"--memory", "512M"}, {"import", kSpeeches, "--output", "s.vc", "--memory", size});
}

TEST_F(Import, ALineThatMemoryDoesNotHoldIsNotReadToItsEnd) {
  for (const int megabytes : {80, 11}) {
    write("long.txt", std::string(megabytes << 20, 'x') + "\n");
    const Arguments import{"import", "long.txt", "--format", "lines", "--output", "s.vc", "--memory", "64M"};
    expect_refused(5, {"long.txt:1: found a line of more than 10 MiB, a sixth of --memory; expected shorter"},
                   import);
    EXPECT_LT(peak_memory_of(import, folder()), 64 << 20);
  }
  EXPECT_THAT(names(), ElementsAre("long.txt"));
}

TEST_F(Import, TheLongestTextsThatMemoryHoldsAreReadWithinItInEveryFormat) {
  std::string text;
  for (int word = 0; text.size() < (20 << 20); ++word) text += word % 3 == 0 ? "rain falls " : "wind blows ";
  std::filesystem::create_directory(folder() / "texts");
  write("texts/a.txt", text);
  write("a.txt", text + "\n");
  write("a.csv", "text\n\"" + text + "\"\n");
  write("a.jsonl", "{\"text\": \"" + text + "\"}\n");
  for (const std::string source : {"texts", "a.txt", "a.csv", "a.jsonl"}) {
    const Arguments import{"import", source,     "--output", "s.vc",     "--force", "--min-df",
                           "1",      "--max-df", "1.0",      "--memory", "128M"};
    EXPECT_LT(peak_memory_of(import, folder()), 128 << 20) << source;
    done(import);
  }
}

TEST_F(Import, AStoreOnStandardInputIsRefused) {
  write("c.ldac", kTwoThings);
  done({"import", "c.ldac", "--output", "c.vc"});
  expect_refused(3, {"standard input: found a corpus store; expected its file"}, {"info", "-"}, read("c.vc"));
}

}  // namespace
}  // namespace vilda::acceptance
