// What scripts rely on: keys, files, streams, exit codes.

#include <fmt/format.h>
#include <zlib.h>

#include "acceptance/program.hpp"
#include "vilda/io/file_hash.hpp"

namespace vilda::acceptance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

class Contract : public Acceptance {
 protected:
  void SetUp() override {
    write("c.ldac", kTwoThings);
    write("words.txt", "court\nlaw\njudge\njury\nship\nsea\nport\nsail\n");
  }
  static inline const Arguments kTrain{"train", "c.ldac", "--vocabulary", "words.txt", "--topics", "2"};
  void train(const Arguments& more = {}) const { done(kTrain + Arguments{"--model", "model"} + more); }
};

TEST_F(Contract, ModelDirectoryHoldsItsFiles) {
  train();
  EXPECT_THAT(names("model"),
              ElementsAre("lambda.npy", "model.json", "run.json", "trace.jsonl", "vocabulary.txt"));
}

TEST_F(Contract, ModelThatCanGoOnHasACheckpoint) {
  train({"--passes", "2", "--tolerance", "0"});
  EXPECT_THAT(names("model"), ElementsAre("checkpoint", "lambda.npy", "model.json", "run.json", "trace.jsonl",
                                          "vocabulary.txt"));
  EXPECT_THAT(names("model/checkpoint"), ElementsAre("gamma.npy", "lambda.npy", "summary.json"));
}

TEST_F(Contract, ModelJsonHasItsKeys) {
  train({"--method", "batch", "--alpha", "0.1,0.2", "--seed", "7"});
  const Json model = json("model/model.json");
  EXPECT_THAT(keys_of(model),
              testing::IsSupersetOf({"format_version", "num_topics", "num_words", "num_documents",
                                     "num_tokens", "alpha", "eta", "method", "seed", "passes", "converged",
                                     "elbo_nats", "elbo_per_token_nats", "options", "corpus_sha256"}));
  EXPECT_EQ(model["num_topics"], 2);
  EXPECT_EQ(model["num_words"], 8);
  EXPECT_EQ(model["num_documents"], 6);
  EXPECT_EQ(model["num_tokens"], 35);
  EXPECT_EQ(model["alpha"], Json({0.1, 0.2}));
  EXPECT_EQ(model["seed"], 7);
  EXPECT_EQ(model["converged"], true);
  EXPECT_NEAR(model["elbo_per_token_nats"], model["elbo_nats"].get<double>() / 35, 1e-12);
  EXPECT_EQ(model["corpus_sha256"].get<std::string>().size(), 64U);
}

/// The first pass learns nothing, so it ends with the priors that it began with.
TEST_F(Contract, LearnedPriorsBeginWhereTheNumberOfTopicsHasThem) {
  struct Case {
    std::string topics;
    double alpha, eta;
  };
  for (const Case& first : {Case{"2", 0.1, 0.5}, Case{"10", 0.1, 0.1}, Case{"100", 0.05, 0.05}}) {
    done({"train", "c.ldac", "--topics", first.topics, "--model", "model", "--passes", "1", "--force"});
    const Json model = json("model/model.json");
    EXPECT_DOUBLE_EQ(model["alpha"][0], first.alpha) << first.topics;
    EXPECT_DOUBLE_EQ(model["eta"], first.eta) << first.topics;
  }
}

TEST_F(Contract, TheBoundThatTrainingEndsWithIsTheModelsWhateverTheMethod) {
  for (const std::string method : {"batch", "svi", "collapsed"}) {
    const Outcome run = done(kTrain + Arguments{"--model", method, "--method", method, "--passes", "3"});
    const Json model = json(method + "/model.json");
    EXPECT_THAT(run.out, HasSubstr(fmt::format("bound {:.6f} nats, {:.5f} nats a token",
                                               model["elbo_nats"].get<double>(),
                                               model["elbo_per_token_nats"].get<double>())));
  }
}

TEST_F(Contract, LambdaIsATopicsByWordsArrayOfFloat32) {
  train();
  const std::string bytes = read("model/lambda.npy");
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  EXPECT_THAT(bytes, HasSubstr("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 8), }"));
  EXPECT_EQ(bytes.size(), bytes.find('\n') + 1 + sizeof(float) * 2 * 8);
}

TEST_F(Contract, VocabularyIsAWordALineInTheOrderOfLambda) {
  train();
  EXPECT_EQ(read("model/vocabulary.txt"), read("words.txt"));
}

TEST_F(Contract, TraceIsALineAPass) {
  for (const std::string method : {"batch", "svi"}) {
    train({"--method", method, "--passes", "4", "--tolerance", "0", "--force"});
    const std::vector<Json> trace = lines_of(read("model/trace.jsonl"));
    ASSERT_EQ(trace.size(), 4U);
    for (std::size_t pass = 0; pass < trace.size(); ++pass) {
      EXPECT_THAT(
          keys_of(trace[pass]),
          testing::IsSupersetOf({"pass", "elbo_nats", "estimate", "terms", "documents", "documents_converged",
                                 "inner_iterations", "word_iterations", "seconds"}));
      EXPECT_EQ(trace[pass]["pass"], pass + 1);
      EXPECT_EQ(trace[pass]["estimate"], method == "svi");
      EXPECT_THAT(keys_of(trace[pass]["terms"]), ElementsAre("-kl_beta", "-kl_theta", "words"));
      double sum = 0;
      for (const auto& [name, value] : trace[pass]["terms"].items()) sum += value.get<double>();
      EXPECT_NEAR(trace[pass]["elbo_nats"], sum, 1e-9);
    }
  }
}

TEST_F(Contract, RunJsonHoldsWhatMayDiffer) {
  train({"--threads", "2"});
  const Json run = json("model/run.json");
  EXPECT_THAT(keys_of(run), testing::IsSupersetOf({"version", "corpus", "host", "threads", "started",
                                                   "seconds", "training_seconds", "peak_memory_bytes"}));
  EXPECT_EQ(run["threads"], 2);
}

TEST_F(Contract, PeakMemoryIsNotThatOfTheProcessThatStartedTheProgram) {
  const std::string large(std::size_t{512} << 20, 'x');  // in memory while the program is started
  train();
  const auto peak = json("model/run.json")["peak_memory_bytes"].get<std::size_t>();
  EXPECT_GT(peak, std::size_t{1} << 20);
  EXPECT_LT(peak, large.size());
}

TEST_F(Contract, TrainJsonIsTheModelJson) {
  const Outcome outcome = done(kTrain + Arguments{"--model", "model", "--json"});
  EXPECT_EQ(outcome.out, read("model/model.json"));
}

TEST_F(Contract, TopicsJsonHasItsKeys) {
  train();
  const Json topics = Json::parse(done({"topics", "model", "--json", "--words", "3"}).out)["topics"];
  ASSERT_EQ(topics.size(), 2U);
  double weights = 0;
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(topics[k]["id"], k);
    weights += topics[k]["weight"].get<double>();
    ASSERT_EQ(topics[k]["words"].size(), 3U);
    for (const Json& word : topics[k]["words"]) {
      EXPECT_TRUE(word["word"].is_string());
      EXPECT_GT(word["probability"], 0);
    }
  }
  EXPECT_NEAR(weights, 1, 1e-9);
}

TEST_F(Contract, TopicsRankInEveryOrder) {
  train();
  for (const std::string rank : {"probability", "relevance", "frex", "lift"}) {
    const Json topics = Json::parse(done({"topics", "model", "--json", "--rank", rank}).out);
    EXPECT_EQ(topics["topics"][0]["words"].size(), 8U) << rank;
  }
}

TEST_F(Contract, InferWritesAnObjectALine) {
  train();
  const std::vector<Json> lines = lines_of(done({"infer", "model", "c.ldac"}).out);
  ASSERT_EQ(lines.size(), 6U);
  for (const Json& line : lines) {
    EXPECT_THAT(keys_of(line), ElementsAre("empty", "name", "proportions", "unknown_words"));
    EXPECT_EQ(line["proportions"].size(), 2U);
  }
  EXPECT_EQ(lines[2]["empty"], true);
  EXPECT_EQ(lines[3]["empty"], false);
  EXPECT_EQ(Json::parse(done({"infer", "model", "c.ldac", "--json"}).out)["documents"], Json(lines));
}

TEST_F(Contract, EvaluateJsonHasItsKeys) {
  train();
  const Json all = Json::parse(done({"evaluate", "model", "c.ldac", "--json"}).out);
  EXPECT_THAT(keys_of(all), testing::IsSupersetOf({"num_documents", "num_tokens", "out_of_vocabulary_tokens",
                                                   "empty_documents", "bound", "completion"}));
  EXPECT_EQ(all["num_documents"], 6);
  EXPECT_EQ(all["num_tokens"], 35);
  EXPECT_EQ(all["empty_documents"], 1);
  EXPECT_THAT(keys_of(all["bound"]), testing::IsSupersetOf({"elbo_per_token_nats", "perplexity"}));
  EXPECT_THAT(keys_of(all["completion"]),
              testing::IsSupersetOf({"log_likelihood_per_token_nats", "perplexity"}));
  const Json one =
      Json::parse(done({"evaluate", "model", "c.ldac", "--json", "--metrics", "completion"}).out);
  EXPECT_FALSE(one.contains("bound"));
  EXPECT_EQ(one["completion"], all["completion"]);
}

TEST_F(Contract, InfoOfACorpusHasItsKeys) {
  const Json info = Json::parse(done({"info", "c.ldac", "--json"}).out);
  EXPECT_EQ(info["num_documents"], 6);
  EXPECT_EQ(info["num_words"], 8);
  EXPECT_EQ(info["num_tokens"], 35);
  EXPECT_EQ(info["num_pairs"], 18);
  EXPECT_EQ(info["sha256"].get<std::string>().size(), 64U);
}

TEST_F(Contract, InfoOfAModelIsItsModelJson) {
  train();
  EXPECT_EQ(done({"info", "model", "--json"}).out, read("model/model.json"));
  EXPECT_THAT(done({"info", "model"}).out, HasSubstr("2 topics of 8 words"));
}

TEST_F(Contract, QuietSilencesStderrAndChangesNothingElse) {
  train();
  const std::vector<Arguments> runs{{"train", "c.ldac", "--model", "again", "--topics", "2", "--force"},
                                    {"topics", "model"},
                                    {"infer", "model", "c.ldac"},
                                    {"evaluate", "model", "c.ldac"},
                                    {"info", "c.ldac"}};
  for (const Arguments& arguments : runs) {
    const Outcome loud = done(arguments);
    const Outcome quiet = done(arguments + Arguments{"--quiet"});
    EXPECT_EQ(quiet.err, "") << arguments[0];
    EXPECT_EQ(quiet.out, arguments[0] == "train" ? "" : loud.out) << arguments[0];
  }
}

TEST_F(Contract, ProgressIsPlainLinesWhereStderrIsNoTerminal) {
  const Outcome outcome = done(kTrain + Arguments{"--model", "model"});
  EXPECT_THAT(outcome.err, HasSubstr("\npass 1/"));
  EXPECT_THAT(outcome.err, testing::Not(HasSubstr("\033")));
  EXPECT_THAT(outcome.err, testing::Not(HasSubstr("\r")));
}

TEST_F(Contract, HelpShowsExamplesFirst) {
  for (const std::string verb : {"train", "topics", "infer", "evaluate", "info", "gaussian"}) {
    for (const std::string help : {"--help", "-h"}) {
      const Outcome outcome = done({verb, help});
      EXPECT_EQ(outcome.err, "");
      EXPECT_THAT(outcome.out, HasSubstr("Examples:\n  vilda " + verb));
      EXPECT_LT(outcome.out.find("Examples:"), outcome.out.find("Usage: vilda " + verb));
      EXPECT_LT(outcome.out.find("Usage:"), outcome.out.find("\nOptions:\n"));
      EXPECT_LT(outcome.out.find("\nOptions:\n"), outcome.out.find("--print-config"));
    }
  }
  EXPECT_THAT(done({"--help"}).out, HasSubstr("Examples:\n  vilda train"));
}

/// What a verb's help says of an option: its line, and those that go on with it.
std::string help_on(const std::string& option, const std::string& help) {
  const std::size_t begin = help.find("  --" + option + " ");
  const std::size_t end = std::min(help.find("\n  -", begin), help.find("\n\n", begin));
  return begin == help.npos ? "" : help.substr(begin, end - begin);
}

TEST_F(Contract, HelpTellsWhoseDefaultsTheOptionsOfTextHave) {
  const std::string of_the_model = "\nOptions of text, by default as the model's was read, or else as";
  for (const std::string verb : {"import", "train", "export", "info"}) {
    const std::string help = done({verb, "--help"}).out;
    EXPECT_THAT(help, HasSubstr("\nOptions of text:\n")) << verb;
    EXPECT_THAT(help_on("stop-words", help), HasSubstr("LIST (=english)")) << verb;
    EXPECT_THAT(help_on("min-length", help), HasSubstr("N (=3)")) << verb;
  }
  for (const std::string verb : {"topics", "report", "infer", "evaluate"}) {
    const std::string help = done({verb, "--help"}).out;
    EXPECT_THAT(help, HasSubstr(of_the_model)) << verb;
    for (const std::string option : {"stop-words", "min-length", "addresses", "stem"}) {
      EXPECT_NE(help_on(option, help), "") << verb << ' ' << option;
      EXPECT_THAT(help_on(option, help), testing::Not(HasSubstr("(="))) << verb << ' ' << option;
    }
    EXPECT_THAT(done({verb, "model", "c.ldac", "--print-config"}).out,
                testing::Not(testing::ContainsRegex("stop-words|min-length|addresses|stem")));
  }
}

TEST_F(Contract, HelpTellsWhoseFormatIsMeant) {
  for (const std::string verb : {"report", "export"}) {
    const std::string help = done({verb, "--help"}).out;
    EXPECT_THAT(help_on("corpus-format", help), HasSubstr("(=auto)")) << verb;
    EXPECT_THAT(help_on("format", help), testing::Not(HasSubstr("auto"))) << verb;
  }
}

TEST_F(Contract, VersionIsPrinted) {
  EXPECT_THAT(done({"--version"}).out, testing::MatchesRegex("vilda [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(Contract, PrintedConfigurationGivesTheSameRun) {
  const Arguments options{"--alpha", "0.3",          "--eta", "0.02",    "--method",
                          "svi",     "--batch-size", "2",     "--kappa", "0.9"};
  train(options);
  const std::string config = done(kTrain + options + Arguments{"--model", "again", "--print-config"}).out;
  EXPECT_FALSE(std::filesystem::exists(path("again")));
  write("run.cfg", config);
  done({"train", "--config", "run.cfg"});
  EXPECT_EQ(read("again/model.json"), read("model/model.json"));
  EXPECT_EQ(read("again/lambda.npy"), read("model/lambda.npy"));
  EXPECT_EQ(done({"train", "--config", "run.cfg", "--print-config"}).out, config);
}

TEST_F(Contract, PrintedDefaultsAreNotGivenWithTheConfiguration) {
  const auto expect_same = [&](const Arguments& arguments) {
    const std::string config = done(arguments + Arguments{"--print-config"}).out;
    write("run.cfg", config);
    EXPECT_EQ(done({arguments[0], "--config", "run.cfg"}).out, done(arguments).out);
    EXPECT_EQ(done({arguments[0], "--config", "run.cfg", "--print-config"}).out, config);
  };
  expect_same({"gaussian", "--target", "laplace", "--json"});
  write("few.txt", "the and the\nand of the\nof and of\n");
  done({"train", "few.txt", "--topics", "2", "--model", "few", "--stop-words", "none", "--min-length", "2",
        "--min-df", "1", "--max-df", "3"});
  expect_same({"infer", "few", "few.txt", "--json"});
  EXPECT_THAT(done({"infer", "--config", "run.cfg"}).out, Not(HasSubstr("\"empty\":true")));
  write("run.cfg", read("run.cfg") + "stop-words=english\n");
  EXPECT_THAT(done({"infer", "--config", "run.cfg"}).out, HasSubstr("\"empty\":true"));
}

TEST_F(Contract, ConfigurationKeepsEveryCharacterOfAValue) {
  for (const std::string title : {"a#b", "a # \"b\"", " spaced ", "\"", "plain words", "back\\slash#"}) {
    const Arguments report{"report", "model", "--title", title, "--print-config"};
    const std::string config = done(report).out;
    write("run.cfg", "# a comment = none\n" +
                         std::string(config).replace(config.find("words=30"), 8, "words = 30  # each"));
    EXPECT_EQ(done({"report", "--config", "run.cfg", "--print-config"}).out, config) << title;
  }
}

TEST_F(Contract, CommandLineGoesBeforeTheConfiguration) {
  write("run.cfg", "topics=3\nseed=5\neta=0.5\n");
  done({"train", "c.ldac", "--model", "model", "--config", "run.cfg", "--topics", "2"});
  const Json model = json("model/model.json");
  EXPECT_EQ(model["num_topics"], 2);
  EXPECT_EQ(model["seed"], 5);
  EXPECT_EQ(model["eta"], 0.5);
}

TEST_F(Contract, DashIsStandardInput) {
  train();
  done({"train", "-", "--model", "again", "--topics", "2", "--vocabulary", "words.txt"}, kTwoThings);
  EXPECT_EQ(read("again/model.json"), read("model/model.json"));
  EXPECT_EQ(done({"infer", "model", "-"}, kTwoThings).out, done({"infer", "model", "c.ldac"}).out);
}

TEST_F(Contract, GzippedCorporaAreReadAsTheyAre) {
  const gzFile file = ::gzopen(path("c.gz").c_str(), "wb");  // told by its bytes, not by its name
  ::gzputs(file, kTwoThings);
  ::gzclose(file);
  const auto info = [&](const std::string& corpus) {
    Json json = Json::parse(done({"info", corpus, "--json"}).out);
    json.erase("recognized_by");
    return json;
  };
  EXPECT_EQ(info("c.gz"), info("c.ldac"));
}

TEST_F(Contract, StrictRunsThatDoNotConvergeExitWith4AndKeepTheModel) {
  const Arguments strict = kTrain + Arguments{"--model", "model", "--strict"};
  EXPECT_EQ(vilda(strict + Arguments{"--passes", "2", "--tolerance", "0"}).exit_code, 4);
  EXPECT_EQ(json("model/model.json")["converged"], false);
  EXPECT_EQ(vilda(strict + Arguments{"--force"}).exit_code, 0);
  EXPECT_EQ(json("model/model.json")["converged"], true);
}

TEST_F(Contract, InputsStayAsTheyAre) {
  train();
  const auto time = std::filesystem::last_write_time(path("c.ldac"));
  const auto model = read("model/model.json") + read("model/lambda.npy") + read("model/vocabulary.txt");
  done({"infer", "model", "c.ldac", "--output", "p.npy"});
  done({"evaluate", "model", "c.ldac"});
  done({"train", "c.ldac", "--model", "child", "--from", "model", "--vocabulary", "words.txt"});
  EXPECT_EQ(read("c.ldac"), kTwoThings);
  EXPECT_EQ(std::filesystem::last_write_time(path("c.ldac")), time);
  EXPECT_EQ(read("model/model.json") + read("model/lambda.npy") + read("model/vocabulary.txt"), model);
}

TEST_F(Contract, BatchWorksInDoublesWhereTheRoundingOfFloatsCouldShow) {
  done({"import", kSpeeches, "--output", "s.vc"});
  const auto precision = [&](const Arguments& more) {
    const Arguments train{"train", "s.vc", "--model", "m", "--force", "--init", "random", "--passes", "1"};
    const std::string err = done(train + more).err;
    const std::string name = json("m/model.json")["options"]["precision"];
    EXPECT_THAT(err, testing::HasSubstr(" in " + name + ", "));
    return name;
  };
  EXPECT_EQ(precision({"--topics", "400", "--method", "batch"}), "float32");
  EXPECT_EQ(precision({"--topics", "400", "--method", "batch", "--tolerance", "9e-7"}), "float64");
  EXPECT_EQ(precision({"--topics", "2", "--method", "batch"}), "float64");
  EXPECT_EQ(precision({"--topics", "2", "--method", "svi"}), "float32");
  EXPECT_EQ(precision({"--topics", "2", "--method", "batch", "--precision", "float32"}), "float32");
}

TEST_F(Contract, TopicsOfAnotherModelStartATraining) {
  train({"--method", "batch", "--eta", "0.05", "--alpha", "0.1"});
  done(kTrain + Arguments{"--model", "child", "--from", "model", "--method", "batch", "--eta", "0.05",
                          "--alpha", "0.1", "--passes", "1"});
  EXPECT_EQ(json("child/model.json")["num_topics"], 2);
  EXPECT_EQ(json("child/model.json")["options"]["from"], "model");
  EXPECT_EQ(
      json("child/model.json")["options"]["from-sha256"],
      io::sha256_of({path("model/model.json"), path("model/lambda.npy"), path("model/vocabulary.txt")}));
  EXPECT_NEAR(json("child/model.json")["elbo_nats"], json("model/model.json")["elbo_nats"], 1e-3);
}

TEST_F(Contract, TopicsOfNoWordOfTheCorpusStartNoTraining) {
  train();
  write("other.txt", "green blue\nblue red\ngreen red\n");
  expect_refused(3, {"model: none of its 8 words is among the 3 words of the corpus"},
                 {"train", "other.txt", "--min-df", "1", "--max-df", "1.0", "--model", "child", "--from",
                  "model", "--quiet"});
}

}  // namespace
}  // namespace vilda::acceptance
