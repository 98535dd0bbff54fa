// vilda train says what memory it needs before it starts, and does not start what cannot fit.

#include <regex>

#include "acceptance/peak_memory.hpp"
#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class Memory : public Acceptance, public testing::WithParamInterface<const char*> {
 protected:
  Arguments train(const Arguments& more) const {
    return Arguments{"train",  "s.vc",   "--model",  "model",    "--passes",  "1",
                     "--init", "random", "--method", GetParam(), "--threads", "2"} +
           more;
  }
};

/// MiB that the line about memory says.
int predicted(const std::string& err) {
  std::smatch match;
  return std::regex_search(err, match, std::regex("memory: about (\\d+) MiB")) ? std::stoi(match[1]) : -1;
}

TEST_P(Memory, IsSaidBeforeAndIsWhatIsTaken) {
  done({"import", kSpeeches, "--output", "s.vc", "--min-df", "1"});
  const std::string err = done(train({"--topics", "400"})).err;
  const double peak = json("model/run.json")["peak_memory_bytes"].get<double>() / (1 << 20);
  EXPECT_NEAR(predicted(err), peak, 0.15 * peak) << err << "peak " << peak;
}

TEST_P(Memory, IsNotExceededWhileTheModelIsWritten) {
  done({"import", kSpeeches, "--output", "s.vc", "--min-df", "1"});
  const std::string err = done(train({"--topics", "400", "--memory", "2G"})).err;
  const auto peak =
      static_cast<double>(peak_memory_of(train({"--topics", "400", "--memory", "2G", "--force"}), folder()));
  EXPECT_LE(peak / (1 << 20), 1.15 * predicted(err)) << err;
}

TEST_P(Memory, ThatIsNotThereIsRefusedBeforeTraining) {
  done({"import", kSpeeches, "--output", "s.vc"});
  expect_refused(5, {"--memory 64 MiB does not do; memory: about ", "topics ", "gamma "},
                 train({"--topics", "60000", "--memory", "64M", "--quiet"}));
  done(train({"--topics", "2", "--memory", "64M"}));
  write("wide.ldac", "1 300000:1\n");
  expect_refused(
      5, {"MiB of memory are available, of which training may take 80 %; memory: about "},
      {"train", "wide.ldac", "--model", "wide", "--topics", "65535", "--method", GetParam(), "--quiet"});
}

TEST_P(Memory, OfTheWordsIsRefusedBeforeItIsTaken) {
  std::string words;
  for (int word = 0; word < 1'000'000; ++word)
    words += "a word of a long list " + std::to_string(word) + "\n";
  write("words.txt", words);
  write("wide.ldac", "2 999999:1 0:1\n1 5:2\n");
  done({"import", "wide.ldac", "--vocabulary", "words.txt", "--output", "s.vc"});
  const auto expect_refused_early = [&](const Arguments& arguments, const std::string& message) {
    expect_refused(5, {message}, arguments);
    EXPECT_LT(static_cast<double>(peak_memory_of(arguments, folder())) / (1 << 20), 64 + 16) << message;
  };
  expect_refused_early(train({"--topics", "2", "--memory", "64M", "--quiet"}),
                       "--memory 64 MiB does not do; memory: about ");
  expect_refused_early(
      {"import", "wide.ldac", "--vocabulary", "words.txt", "--output", "t.vc", "--memory", "64M"},
      "the words up to here take more than ");
  write("c.txt", "a text\n");
  expect_refused_early(
      {"import", "c.txt", "--vocabulary", "words.txt", "--output", "t.vc", "--memory", "64M"},
      "the words up to here take more than ");
  expect_refused_early({"import", "s.vc", "--min-df", "1", "--output", "t.vc", "--memory", "64M"},
                       "--memory 64M does not do: ");
}

TEST_P(Memory, OfTheLongestDocumentIsTakenByAsManyThreadsAsFit) {
  std::string longest = "20000";
  for (int word = 0; word < 20'000; ++word) longest += " " + std::to_string(word) + ":1";
  write("long.ldac", longest + "\n2 0:1 1:3\n3 1:1 5:2 7:1\n");
  const auto train_with = [&](const std::string& threads, const std::string& memory) {
    return Arguments{"train",    "long.ldac", "--model",  threads, "--passes",  "1",     "--init",   "random",
                     "--method", GetParam(),  "--topics", "100",   "--threads", threads, "--memory", memory};
  };
  done(train_with("1", "2G"));
  const std::string err = done(train_with("64", "256M")).err;
  const int threads = json("64/run.json")["threads"];
  EXPECT_GE(threads, 1) << err;
  EXPECT_LT(threads, 64) << err;
  for (const std::string file : {"model.json", "lambda.npy"})
    EXPECT_EQ(read("64/" + file), read("1/" + file));
}

using Threads = Acceptance;

TEST_F(Threads, OfTheSurroundingsAreAtMostAsManyAsTheOptionAllows) {
  write("c.ldac", kTwoThings);
  const Outcome outcome =
      run({"info", "c.ldac"}, {.folder = folder(), .environment = {"OMP_NUM_THREADS=100000"}});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(Threads, ThatCannotBeStartedAreAResourceLimit) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer's address space is not to be limited";
#endif
  write("c.ldac", kTwoThings);
  const Outcome outcome =
      run({"-c", "ulimit -v 1000000; exec \"$0\" info c.ldac --threads 1000", VILDA_PROGRAM},
          {.folder = folder(), .program = "sh"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(outcome.err,
            "vilda: not enough memory, or too many processes, to start a thread; give fewer --threads\n");
}

INSTANTIATE_TEST_SUITE_P(Methods, Memory, testing::Values("batch", "svi", "collapsed"),
                         [](const auto& method) { return std::string(method.param); });

}  // namespace
}  // namespace vilda::acceptance
