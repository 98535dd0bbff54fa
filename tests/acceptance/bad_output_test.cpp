// Outputs that cannot be written: the message names the place, nothing is left there, what stood there stays.

#include <sys/mount.h>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

/// A small file system of its own, where this user may mount one.
class Mounted {
 public:
  Mounted(std::filesystem::path place, unsigned long flags, const char* options) : place_(std::move(place)) {
    std::filesystem::create_directory(place_);
    mounted_ = ::mount("tmpfs", place_.c_str(), "tmpfs", flags, options) == 0;
  }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;
  ~Mounted() {
    if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  explicit operator bool() const { return mounted_; }
  void make_read_only() const { ::mount(nullptr, place_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr); }

 private:
  std::filesystem::path place_;
  bool mounted_ = false;
};

class BadOutput : public Acceptance {
 protected:
  void SetUp() override {
    write("c.ldac", kTwoThings);
    done({"train", "c.ldac", "--model", "model", "--topics", "2"});
  }
  static inline const Arguments kTrain{"train", "c.ldac", "--topics", "2", "--quiet", "--model"};
  static inline const Arguments kInfer{"infer", "model", "c.ldac", "--quiet", "--output"};
};

TEST_F(BadOutput, ExistingModelIsReplacedOnlyByForce) {
  const std::string before = read("model/lambda.npy");
  expect_refused(2, {"model: exists already", "--force"}, kTrain + Arguments{"model", "--seed", "2"});
  EXPECT_EQ(read("model/lambda.npy"), before);
  done(kTrain + Arguments{"model", "--seed", "2", "--force"});
  EXPECT_EQ(json("model/model.json")["seed"], 2);
  EXPECT_THAT(names(), testing::ElementsAre("c.ldac", "model"));
}

TEST_F(BadOutput, ExistingProportionsAreReplacedOnlyByForce) {
  write("p.csv", "mine");
  expect_refused(2, {"p.csv: exists already", "--force"}, kInfer + Arguments{"p.csv"});
  EXPECT_EQ(read("p.csv"), "mine");
  done(kInfer + Arguments{"p.csv", "--force"});
  EXPECT_THAT(read("p.csv"), testing::StartsWith("name,topic_0,topic_1\n"));
  EXPECT_THAT(names(), testing::ElementsAre("c.ldac", "model", "p.csv"));
}

TEST_F(BadOutput, ForceNeverReplacesAFolderThatIsNoModel) {
  std::filesystem::create_directory(path("thesis"));
  write("thesis/chapter", "years of work");
  expect_refused(2, {"thesis: is a folder without model.json"}, kTrain + Arguments{"thesis", "--force"});
  std::filesystem::create_directory(path("p.csv"));
  expect_refused(2, {"p.csv: is a folder"}, kInfer + Arguments{"p.csv", "--force"});
  expect_refused(2, {"c.ldac: is no folder"}, kTrain + Arguments{"c.ldac", "--force"});
  EXPECT_EQ(read("thesis/chapter"), "years of work");
}

TEST_F(BadOutput, ForceNeverReplacesAnInput) {
  const std::string before = read("model/lambda.npy");
  expect_refused(2, {"model/lambda.npy", "part of the input"},
                 kInfer + Arguments{"model/lambda.npy", "--force"});
  EXPECT_EQ(read("model/lambda.npy"), before);
  write("c.csv", kTwoThings);
  expect_refused(2, {"c.csv", "part of the input"},
                 {"infer", "model", "c.csv", "--format", "ldac", "--output", "./c.csv", "--force"});
  EXPECT_EQ(read("c.csv"), kTwoThings);
  write("x.txt", "1\n2\n4\n");
  expect_refused(2, {"vilda: x.txt is part of the input; it cannot be the output (see "},
                 {"gaussian", "--data", "x.txt", "--plot", "x.txt", "--force"});
  expect_refused(2, {"vilda: c.ldac is part of the input; it cannot be the output (see "},
                 {"export", "c.ldac", "--format", "uci", "--output", "c.uci", "--output-vocabulary", "c.ldac",
                  "--force"});
}

TEST_F(BadOutput, FolderThatDoesNotExist) {
  expect_refused(1, {"none/m: ", "there is no folder none"}, kTrain + Arguments{"none/m"});
  expect_refused(1, {"none/p.npy: ", "there is no folder none"}, kInfer + Arguments{"none/p.npy"});
}

TEST_F(BadOutput, FolderThatIsNotWritable) {
  const auto expect_both_refused = [&] {
    expect_refused(1, {"locked/m: ", "cannot be written: "}, kTrain + Arguments{"locked/m"});
    expect_refused(1, {"locked/p.npy: ", "cannot be written: "}, kInfer + Arguments{"locked/p.npy"});
  };
  if (::geteuid() != 0) {
    std::filesystem::create_directory(path("locked"));
    ::chmod(path("locked").c_str(), 0555);
    expect_both_refused();
  } else {  // may write everywhere but here
    const Mounted locked(path("locked"), MS_RDONLY, "size=64k");
    if (!locked) GTEST_SKIP() << "this user cannot mount a file system";
    expect_both_refused();
  }
}

TEST_F(BadOutput, UnwritableFolderIsFoundBeforeTheCorpusIsRead) {
  expect_refused(1, {"none/m: "}, {"train", "absent.txt", "--topics", "2", "--model", "none/m"});
}

TEST_F(BadOutput, UnwritableFolderIsFoundBeforeAModelGoesOn) {
  const Mounted locked(path("locked"), 0, "size=64k");
  if (!locked) GTEST_SKIP() << "this user cannot mount a file system";
  done(kTrain + Arguments{"locked/m", "--passes", "1"});
  locked.make_read_only();
  expect_refused(1, {"locked/m: cannot be written: "},
                 {"train", "absent.ldac", "--model", "locked/m", "--resume", "--passes", "9"});
}

TEST_F(BadOutput, FullDisk) {
  const Mounted full(path("full"), 0, "size=8k");
  if (!full) GTEST_SKIP() << "this user cannot mount a file system";
  expect_refused(5, {"full/m", "No space left"}, kTrain + Arguments{"full/m"});
  EXPECT_THAT(names("full"), testing::IsEmpty());

  std::string many;
  for (int d = 0; d < 3000; ++d) many += "1 0:1\n";
  write("many.ldac", many);
  for (const std::string name : {"p.npy", "p.csv", "p.jsonl"}) {
    expect_refused(5, {"full/" + name, "No space left"},
                   {"infer", "model", "many.ldac", "--quiet", "--output", "full/" + name});
    EXPECT_THAT(names("full"), testing::IsEmpty());
  }
}

TEST_F(BadOutput, FullDiskKeepsBackTheWordsOfCountsThatDoNotFit) {
  const Mounted full(path("full"), 0, "size=64k");
  if (!full) GTEST_SKIP() << "this user cannot mount a file system";
  std::string many;
  for (int d = 0; d < 30000; ++d) many += "1 0:1\n";
  write("many.ldac", many);
  expect_refused(5, {"full/many.uci", "No space left"},
                 {"export", "many.ldac", "--format", "uci", "--output", "full/many.uci",
                  "--output-vocabulary", "full/words", "--quiet"});
  EXPECT_THAT(names("full"), testing::IsEmpty());
}

TEST_F(BadOutput, OneFileCannotBeTwoOutputs) {
  expect_refused(
      2, {"--output and --output-vocabulary are both c.uci"},
      {"export", "c.ldac", "--format", "uci", "--output", "c.uci", "--output-vocabulary", "c.uci"});
  expect_refused(2, {"--output and --plot are both ./r.svg"},
                 {"report", "model", "--output", "./r.svg", "--plot", "r.svg"});
}

TEST_F(BadOutput, FullDiskKeepsTheModelThatWasToBeReplaced) {
  const Mounted full(path("full"), 0, "size=32k");
  if (!full) GTEST_SKIP() << "this user cannot mount a file system";
  done(kTrain + Arguments{"full/m"});
  const std::string before = read("full/m/lambda.npy");
  expect_refused(5, {"full/m", "No space left"}, kTrain + Arguments{"full/m", "--seed", "2", "--force"});
  EXPECT_EQ(read("full/m/lambda.npy"), before);
  EXPECT_THAT(names("full"), testing::ElementsAre("m"));
  done({"info", "full/m"});
}

TEST_F(BadOutput, FullStandardOutput) {
  const Outcome outcome =
      run({"-c", "\"$0\" topics model > /dev/full", VILDA_PROGRAM}, {.folder = folder(), .program = "sh"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(outcome.err, "vilda: standard output cannot be written\n");
  std::string many;  // more than a buffer holds
  for (int d = 0; d < 3000; ++d) many += "1 0:1\n";
  write("many.ldac", many);
  EXPECT_EQ(run({"-c", "\"$0\" infer model many.ldac --quiet > /dev/full", VILDA_PROGRAM},
                {.folder = folder(), .program = "sh"})
                .err,
            outcome.err);
  for (const char* const help : {"--help", "--version"}) {
    EXPECT_EQ(run({"-c", std::string("\"$0\" > /dev/full ") + help, VILDA_PROGRAM},
                  {.folder = folder(), .program = "sh"})
                  .exit_code,
              5);
  }
}

TEST_F(BadOutput, StandardErrorThatCannotBeWrittenCostsNothingButTheMessages) {
  const auto exit_code_of = [&](const std::string& command) {
    return run({"-c", "\"$0\" " + command, VILDA_PROGRAM}, {.folder = folder(), .program = "sh"}).exit_code;
  };
  const std::string train = "train c.ldac --topics 2 --passes 3 --force --model ";
  ASSERT_EQ(exit_code_of(train + "heard && \"$0\" export c.ldac --format uci --output heard.uci"), 0);
  for (const std::string lost : {" 2>&-", " 2>/dev/full", " 2>&- >&- <&-"}) {
    EXPECT_EQ(exit_code_of(train + "unheard" + (lost.ends_with("<&-") ? " --quiet" : "") + lost), 0) << lost;
    EXPECT_EQ(read("unheard/lambda.npy"), read("heard/lambda.npy")) << lost;
    EXPECT_EQ(exit_code_of("export c.ldac --format uci --output unheard.uci --force" + lost), 0) << lost;
    EXPECT_EQ(read("unheard.uci"), read("heard.uci")) << lost;
    EXPECT_EQ(exit_code_of("train c.ldac --model unheard" + lost), 2) << lost;
    EXPECT_EQ(exit_code_of("nothing" + lost), 2) << lost;
  }
}

TEST_F(BadOutput, ClosedPipeEndsTheProgramInSilence) {
  const Outcome outcome =
      run({"-c", "\"$0\" topics model | true", VILDA_PROGRAM}, {.folder = folder(), .program = "sh"});
  EXPECT_EQ(outcome.err, "");
}

}  // namespace
}  // namespace vilda::acceptance
