// Wrong usage: one line that names the option, what was given and what it must be; exit code 2.

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class BadOptions : public Acceptance {
 protected:
  void SetUp() override { write("c.ldac", kTwoThings); }
  void expect_refused_by_train(const std::vector<std::string>& fragments, const Arguments& more) const {
    expect_refused(2, fragments, Arguments{"train", "c.ldac", "--model", "model"} + more);
  }
};

TEST_F(BadOptions, NumbersOfTopics) {
  for (const std::string number : {"0", "-1", "65536"}) {
    expect_refused_by_train({"--topics is " + number, "1 to 65535"}, {"--topics", number});
  }
  for (const std::string number : {"abc", "2.5", "99999999999", ""}) {
    expect_refused_by_train({"--topics is \"" + number + "\"", "whole number"}, {"--topics", number});
  }
  expect_refused_by_train({"--topics needs a value"}, {"--topics"});
  expect_refused_by_train({"--topics is missing"}, {});
  expect_refused_by_train({"--topics is given more than once"}, {"--topics", "2", "--topics", "3"});
}

TEST_F(BadOptions, Priors) {
  for (const std::string alpha : {"0", "-0.1", "nan", "inf", "some", "0.1,0", "0.1,,0.2", "0.1,"}) {
    expect_refused_by_train({"--alpha", "positive number"}, {"--topics", "2", "--alpha", alpha});
  }
  expect_refused_by_train({"alpha has 3 values", "it must have 2"},
                          {"--topics", "2", "--alpha", "0.1,0.2,0.3"});
  for (const std::string eta : {"0", "-1", "nan", "inf"}) {
    expect_refused_by_train({"--eta has \"" + eta, "positive number"}, {"--topics", "2", "--eta", eta});
  }
  for (const std::string prior : {"1e-320", "1e-31", "1e31", "1e100", "1e308"}) {
    expect_refused_by_train({"--eta is ", "it must lie in 1e-30 to 1e+30"},
                            {"--topics", "2", "--eta", prior});
    expect_refused_by_train({"--alpha of topic 0 is ", "it must lie in 1e-30 to 1e+30"},
                            {"--topics", "2", "--alpha", prior});
  }
  expect_refused_by_train({"--eta has \"some\"", "auto or a positive number"},
                          {"--topics", "2", "--eta", "some"});
}

TEST_F(BadOptions, NumbersOutOfRange) {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"passes", "0"},
                                                        {"sweeps", "0"},
                                                        {"tolerance", "-1"},
                                                        {"tolerance", "nan"},
                                                        {"batch-size", "0"},
                                                        {"kappa", "0.3"},
                                                        {"kappa", "1.1"},
                                                        {"smallest-step", "-0.1"},
                                                        {"smallest-step", "1.5"},
                                                        {"annealing-passes", "-1"},
                                                        {"tau", "-1"},
                                                        {"threads", "-1"},
                                                        {"seed", "-1"},
                                                        {"min-length", "0"},
                                                        {"init-passes", "-1"},
                                                        {"document-tolerance", "-1"}}) {
    SCOPED_TRACE(option);
    expect_refused_by_train({"vilda: --" + option + " is " + value + "; it must"},
                            {"--topics", "2", "--" + option, value});
  }
}

TEST_F(BadOptions, NamesThatAreNone) {
  for (const std::string option : {"method", "init", "format"}) {
    SCOPED_TRACE(option);
    expect_refused_by_train({"\"nonesuch\""}, {"--topics", "2", "--" + option, "nonesuch"});
  }
}

TEST_F(BadOptions, UnknownOptionsWithASuggestion) {
  expect_refused_by_train({"there is no option --alpah", "did you mean --alpha?"}, {"--alpah", "1"});
  expect_refused_by_train({"there is no option --top ", "did you mean --topics?"}, {"--top", "2"});
  expect_refused_by_train({"there is no option --num-topics", "did you mean --topics?"},
                          {"--num-topics", "2"});
  expect_refused_by_train({"there is no option --alpah", "did you mean --alpha?"}, {"--alpah=1"});
  expect_refused_by_train({"there is no option --quux (see vilda train --help)"}, {"--quux"});
  expect_refused_by_train({"there is no option -x"}, {"-x"});
}

TEST_F(BadOptions, UnknownVerbsWithASuggestion) {
  expect_refused(2, {"there is no verb trian", "did you mean train?", "vilda --help"}, {"trian"});
  expect_refused(2, {"there is no verb quux (see vilda --help)"}, {"quux"});
}

TEST_F(BadOptions, NoVerbShowsHelpOnStderr) {
  const Outcome outcome = vilda({});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, testing::HasSubstr("Usage: vilda VERB"));
}

TEST_F(BadOptions, ValuesWhereThereAreNoneAndNoneWhereThereMustBe) {
  expect_refused_by_train({"--quiet takes no value"}, {"--topics", "2", "--quiet=yes"});
  expect_refused_by_train({"--alpha needs a value"}, {"--topics", "2", "--alpha="});
}

TEST_F(BadOptions, MissingAndSurplusArguments) {
  expect_refused(2, {"no corpus is given", "vilda train CORPUS..."}, {"train"});
  expect_refused(2, {"--model is missing"}, {"train", "c.ldac", "--topics", "2"});
  expect_refused(2, {"too many arguments", "vilda gaussian"}, {"gaussian", "c.ldac"});
  expect_refused(2, {"no model is given", "vilda topics DIR"}, {"topics"});
  expect_refused(2, {"a model and a corpus are needed", "vilda infer DIR CORPUS"}, {"infer", "model"});
  expect_refused(2, {"a model and a corpus are needed", "vilda evaluate DIR CORPUS"}, {"evaluate", "model"});
  expect_refused(2, {"no model or corpus is given", "vilda info"}, {"info"});
}

TEST_F(BadOptions, OptionsThatExcludeEachOtherOrTheFormat) {
  expect_refused_by_train({"--resume and --from exclude each other"}, {"--resume", "--from", "other"});
  expect_refused_by_train({"--terms-in-rows", "ldac", "expected mtx"}, {"--topics", "2", "--terms-in-rows"});
  write("words.txt", "word\n");
  write("c.txt", "some words\n");
  expect_refused(
      2, {"--vocabulary", "c.txt", "no --min-df"},
      {"train", "c.txt", "--model", "model", "--topics", "2", "--vocabulary", "words.txt", "--min-df", "2"});
  expect_refused(2, {"--addresses", "keep", "split, token or drop"},
                 {"train", "c.txt", "--model", "model", "--topics", "2", "--addresses", "keep"});
}

TEST_F(BadOptions, OptionsThatTheMethodOrTheStartWouldIgnore) {
  const auto refuse = [&](const Arguments& choice, const std::string& option, const std::string& value) {
    SCOPED_TRACE(option);
    expect_refused_by_train({"--" + option + " is only for " + choice[0], ", not " + choice[1]},
                            Arguments{"--topics", "2", "--" + option, value} + choice);
  };
  for (const std::string option : {"batch-size", "tau", "kappa", "smallest-step", "annealing-passes"})
    refuse({"--method", "batch"}, option, "1");
  expect_refused_by_train({"--annealing-passes is only for steps that have a --smallest-step"},
                          {"--topics", "2", "--method", "svi", "--annealing-passes", "3"});
  for (const std::string method : {"batch", "svi"}) refuse({"--method", method}, "sweeps", "8");
  done({"train", "c.ldac", "--model", "other", "--topics", "2", "--passes", "1"});
  for (const Arguments& start : {Arguments{"--init", "random"}, Arguments{"--init-passes", "3"}})
    expect_refused_by_train({"--from and --init", "exclude each other"},
                            Arguments{"--from", "other"} + start);
}

TEST_F(BadOptions, OptionsOfTextWhereThereAreCounts) {
  done({"import", "c.ldac", "--output", "c.vc"});
  for (const Arguments& option :
       {Arguments{"--stop-words", "german"}, Arguments{"--min-length", "5"}, Arguments{"--keep-numbers"},
        Arguments{"--addresses", "drop"}, Arguments{"--stem", "german"}, Arguments{"--phrases"}}) {
    for (const std::string corpus : {"c.ldac", "c.vc"}) {
      const std::string format = corpus == "c.vc" ? "store" : "ldac";
      expect_refused(
          2, {option[0] + ": " + corpus + " is " + format + ", which has words already; expected text"},
          Arguments{"train", corpus, "--model", "model", "--topics", "2"} + option);
      expect_refused(2, {option[0] + ": " + corpus},
                     Arguments{"import", corpus, "--output", "d.vc"} + option);
    }
  }
  for (const Arguments& option :
       {Arguments{"--phrase-threshold", "0.2"}, Arguments{"--phrase-min-count", "3"}})
    expect_refused_by_train({option[0] + " is only for --phrases"}, Arguments{"--topics", "2"} + option);
}

TEST_F(BadOptions, OptionsThatTheVerbsThatReadModelsWouldIgnore) {
  done({"train", "c.ldac", "--model", "model", "--topics", "2"});
  const auto expect_meaningless = [&](const Arguments& command, const Arguments& option,
                                      const std::string& reason) {
    expect_refused(2, {option[0] + " has no meaning " + reason + " (see vilda "}, command + option);
  };
  const std::vector<Arguments> of_text{{"--stop-words", "none"}, {"--vocabulary", "v"}, {"--terms-in-rows"},
                                       {"--text-column", "2"},   {"--min-length", "2"}, {"--phrases"}};
  const auto joined = [](std::vector<Arguments> options, const std::vector<Arguments>& more) {
    options.insert(options.end(), more.begin(), more.end());
    return options;
  };
  for (const Arguments& option :
       joined(of_text, {{"--document-iterations", "5"}, {"--document-tolerance", "1"}})) {
    expect_meaningless({"topics", "model"}, option, "without a corpus");
    expect_meaningless({"report", "model", "--output", "r.html"}, option, "without a corpus");
  }
  for (const Arguments& option : joined(of_text, {{"--min-df", "2"}, {"--format", "ldac"}}))
    expect_meaningless({"info", "model"}, option, "for a model");
  for (const Arguments& option : std::vector<Arguments>{{"--typical", "3"}, {"--corpus-format", "ldac"}})
    expect_meaningless({"report", "model", "--output", "r.html"}, option, "without a corpus");
  expect_meaningless({"report", "model", "--output", "r.html"}, {"--figure", "trace"}, "without --plot");
  expect_refused(2, {"--format is \"pdf\"; without a corpus it must be html, pyldavis or tables"},
                 {"report", "model", "--output", "r.html", "--format", "pdf"});
  expect_refused(
      2, {"--format is \"ldac\"; with --corpus-format it must be html, pyldavis or tables"},
      {"report", "model", "c.ldac", "--output", "r.html", "--format", "ldac", "--corpus-format", "uci"});
  for (const Arguments& option :
       std::vector<Arguments>{{"--words", "9"}, {"--typical", "3"}, {"--evaluation", "e.json"}})
    expect_meaningless({"report", "model", "c.ldac", "--plot", "p.svg"}, option, "without --output");
  for (const std::string option : {"--phrase-threshold", "--phrase-min-count"}) {
    expect_refused(2, {"there is no option " + option + " (see vilda infer --help)"},
                   {"infer", "model", "c.ldac", option, "1"});
  }
  expect_meaningless({"topics", "model"}, {"--format", "ldac"}, "without a corpus");
  expect_meaningless({"topics", "model", "--topic", "1"}, {"--rank", "lift"},
                     "with --topic, which shows all orders");
  for (const Arguments& option :
       std::vector<Arguments>{{"--words", "3"}, {"--rank", "lift"}, {"--relevance-lambda", "0.1"}}) {
    expect_meaningless({"topics", "model", "--word", "1"}, option, "with --word");
    expect_meaningless({"topics", "model", "c.ldac", "--documents"}, option, "with --documents");
  }
}

TEST_F(BadOptions, ConfigurationFilesAreToldWithTheirLine) {
  const auto expect_refused_config = [&](std::string_view content,
                                         const std::vector<std::string>& fragments) {
    write("run.cfg", content);
    expect_refused(3, fragments, {"train", "c.ldac", "--model", "model", "--config", "run.cfg"});
  };
  expect_refused_config("# fine\ntopcs=2\n", {"run.cfg:2: ", "no option topcs", "did you mean topics?"});
  expect_refused_config("topics 2\n", {"run.cfg:1: ", "\"topics 2\"", "expected `option=value`"});
  expect_refused_config("# a = b\ntopics # = 2\n", {"run.cfg:2: ", "\"topics # = 2\""});
  expect_refused_config("alpha=1\n\ntopics=two\n", {"run.cfg:3: ", "topics is \"two\"", "whole number"});
  expect_refused_config("topics=2\ntopics=3\n", {"run.cfg: ", "topics is given more than once"});
  expect_refused(3, {"absent.cfg: "}, {"train", "c.ldac", "--model", "model", "--config", "absent.cfg"});
  std::filesystem::create_directory(path("folder"));
  expect_refused(3, {"folder: ", "expected a file"},
                 {"train", "c.ldac", "--model", "model", "--config", "folder"});
}

TEST_F(BadOptions, OfExport) {
  expect_refused(2, {"vilda: --format is missing; expected ldac, uci, mtx, svmlight or vw (see "},
                 {"export", "c.ldac", "--output", "c.uci"});
  for (const std::string format : {"auto", "tsv"}) {
    expect_refused(2, {"vilda: --format is " + format + "; expected ldac, uci, mtx, svmlight or vw (see "},
                   {"export", "c.ldac", "--output", "c.uci", "--format", format});
  }
  expect_refused(2, {"vilda: \"nonesuch\" is no format of a corpus; expected one of auto, lines, "},
                 {"export", "c.ldac", "--output", "c.uci", "--format", "uci", "--corpus-format", "nonesuch"});
  expect_refused(2, {"--json and --output - exclude each other: standard output is for one of them"},
                 {"export", "c.ldac", "--output", "-", "--format", "uci", "--json"});
}

TEST_F(BadOptions, OfTheVerbsThatReadModels) {
  done({"train", "c.ldac", "--model", "model", "--topics", "2"});
  expect_refused(2, {"--words is 0"}, {"topics", "model", "--words", "0"});
  expect_refused(2, {"--rank is \"best\"", "probability"}, {"topics", "model", "--rank", "best"});
  expect_refused(2, {"--relevance-lambda is 2", "[0, 1]"}, {"topics", "model", "--relevance-lambda", "2"});
  expect_refused(2, {"--metrics has \"best\"", "completion"},
                 {"evaluate", "model", "c.ldac", "--metrics", "best"});
  expect_refused(2, {"--metrics has \"\"", "some of bound,completion"},
                 {"evaluate", "model", "c.ldac", "--metrics", "bound,"});
  expect_refused(2, {"--metrics is empty"}, {"evaluate", "model", "c.ldac", "--metrics", ""});
  expect_refused(2, {"--output is \"p.txt\"", ".npy"}, {"infer", "model", "c.ldac", "--output", "p.txt"});
}

}  // namespace
}  // namespace vilda::acceptance
