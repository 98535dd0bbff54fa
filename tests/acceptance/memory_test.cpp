// vilda train says what memory it needs before it starts, and does not start what cannot fit.

#include <optional>
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

/// A process in the control group /outer/inner, as the files of either version of the interface have it.
class ControlGroup : public Acceptance, public testing::WithParamInterface<int> {
 protected:
  static constexpr std::uint64_t kMebibyte = 1 << 20;

  void group(const std::string& name, std::uint64_t limit, std::uint64_t usage, std::uint64_t inactive_file,
             std::uint64_t active_file) const {
    const bool version_2 = GetParam() == 2;
    const std::string folder = (version_2 ? "groups/" : "groups/memory/") + name + "/";
    std::filesystem::create_directories(path(folder));
    const auto bytes = [](std::uint64_t mebibytes) { return std::to_string(mebibytes * kMebibyte) + "\n"; };
    write(folder + (version_2 ? "memory.max" : "memory.limit_in_bytes"), bytes(limit));
    write(folder + (version_2 ? "memory.current" : "memory.usage_in_bytes"), bytes(usage));
    const std::string of_all_below = version_2 ? "" : "inactive_file 7\nactive_file 7\ntotal_";
    write(folder + "memory.stat", "anon 0\n" + of_all_below + "inactive_file " + bytes(inactive_file) +
                                      of_all_below + "active_file " + bytes(active_file));
  }

  /// Training that cannot fit; nothing where this user may not mount.
  std::optional<Outcome> train() const {
    write("cgroup", GetParam() == 2 ? "0::/outer/inner\n" : "1:cpu:/\n4:memory:/outer/inner\n");
    write("wide.ldac", "1 300000:1\n");
    Outcome outcome =
        run({"-rm", "sh", "-c",
             "mount --bind groups /sys/fs/cgroup && mount --bind cgroup /proc/$$/cgroup || exit 1; "
             "exec \"$0\" train wide.ldac --model wide --topics 65535 --quiet",
             VILDA_PROGRAM},
            {.folder = folder(), .program = "unshare"});
    if (outcome.exit_code == 1 && !outcome.err.starts_with("vilda: ")) return std::nullopt;
    return outcome;
  }

  void expect_refused(const std::string& begin) const {
    const auto outcome = train();
    if (!outcome) GTEST_SKIP() << "this user cannot mount a file system";
    EXPECT_EQ(outcome->exit_code, 5) << outcome->err;
    EXPECT_THAT(outcome->err, testing::StartsWith("vilda: " + begin + ", of which training may take 80 %"));
  }
};

TEST_P(ControlGroup, LeavesWhatItsCachedFilesTakeToo) {
  group("outer/inner", 200, 180, 60, 40);
  group("outer", 1000, 500, 0, 0);
  expect_refused("120 MiB of memory are available");
}

TEST_P(ControlGroup, IsAsLargeAsTheOnesAboveItAllow) {
  group("outer/inner", 900, 180, 60, 40);
  group("outer", 300, 290, 10, 30);
  expect_refused("50 MiB of memory are available");
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

INSTANTIATE_TEST_SUITE_P(Versions, ControlGroup, testing::Values(1, 2),
                         [](const auto& version) { return "Version" + std::to_string(version.param); });

}  // namespace
}  // namespace vilda::acceptance
