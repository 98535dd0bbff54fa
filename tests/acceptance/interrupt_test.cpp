// Runs that are interrupted leave a whole model to go on with; runs that are killed leave what stood there.

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class Interrupt : public Acceptance, public testing::WithParamInterface<const char*> {
 protected:
  Arguments train(const std::string& model, const Arguments& more) const {
    return Arguments{"train", kSpeeches, "--model", model} + more;
  }
  Arguments train_anew(const std::string& model, const Arguments& more) const {
    const Arguments steps =
        GetParam() == std::string("batch") ? Arguments{} : Arguments{"--batch-size", "50"};
    return train(model,
                 Arguments{"--topics", "5", "--tolerance", "0", "--method", GetParam(), "--min-df", "3"} +
                     steps + more);
  }
  void expect_same_model(const std::string& a, const std::string& b) const {
    for (const std::string file : {"model.json", "lambda.npy", "vocabulary.txt"}) {
      EXPECT_EQ(read(a + "/" + file), read(b + "/" + file)) << file;
    }
  }
};

TEST_P(Interrupt, LeavesAModelThatGoesOnToTheSameBytes) {
  const auto hang_up = ::signal(SIGHUP, SIG_DFL);  // these tests may run by nohup
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const std::string model = "stopped by " + std::to_string(signal);
    Running running(train_anew(model, {"--passes", "100000"}), here());
    ASSERT_TRUE(running.wait_until_err_has("pass 3/"));
    running.send(signal);
    const Outcome outcome = running.wait();
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_THAT(outcome.out, testing::HasSubstr("interrupted"));
    EXPECT_TRUE(std::filesystem::exists(path(model) / "checkpoint"));
    const int passes = json(model + "/model.json")["passes"];
    EXPECT_EQ(json(model + "/model.json")["converged"], false);
    done({"topics", model});

    const std::string more = std::to_string(passes + 2);
    done(train(model, {"--resume", "--passes", more}));
    done(train_anew("straight", {"--passes", more, "--force"}));
    expect_same_model(model, "straight");
    const std::string trace = read(model + "/trace.jsonl");
    EXPECT_EQ(std::count(trace.begin(), trace.end(), '\n'), passes + 2);
  }
  ::signal(SIGHUP, hang_up);
}

TEST_P(Interrupt, ATerminalThatHangsUpDoesNotStopWhatIsRunByNohup) {
  const auto hang_up = ::signal(SIGHUP, SIG_IGN);
  Running running(train_anew("model", {"--passes", "100000"}), here());
  ::signal(SIGHUP, hang_up);
  ASSERT_TRUE(running.wait_until_err_has("pass 3/"));
  running.send(SIGHUP);
  EXPECT_TRUE(running.wait_until_err_has("pass 40/")) << "it has ended";
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().exit_code, 130);
}

TEST_P(Interrupt, ARunMayGoOnMoreThanOnce) {
  done(train_anew("steps", {"--passes", "2"}));
  for (const std::string passes : {"3", "5", "6"}) done(train("steps", {"--resume", "--passes", passes}));
  done(train_anew("straight", {"--passes", "6"}));
  expect_same_model("steps", "straight");
}

TEST_P(Interrupt, AResumedRunMayRepeatItsOptionsButNotChangeThem) {
  done(train_anew("model", {"--passes", "2"}));
  const Arguments resume{"--resume", "--passes", "3"};
  for (const Arguments& changed : std::vector<Arguments>{{"--topics", "6"},
                                                         {"--alpha", "0.5"},
                                                         {"--eta", "0.5"},
                                                         {"--seed", "9"},
                                                         {"--init", "random"},
                                                         {"--document-iterations", "7"}}) {
    expect_refused(2, {changed[0]}, train("model", resume + changed + Arguments{"--quiet"}));
  }
  const bool batch = GetParam() == std::string("batch");
  const Arguments of_others = batch ? Arguments{"--batch-size", "50"} : Arguments{"--sweeps", "8"};
  expect_refused(2, {of_others[0] + " is only for --method"}, train("model", resume + of_others));
  const std::string other = batch ? "svi" : "batch";
  expect_refused(2, {"--method"}, train("model", resume + Arguments{"--method", other, "--quiet"}));
  expect_refused(2, {"the corpus"}, train("model", resume + Arguments{"--min-df", "2", "--quiet"}));
  done(train_anew("model", resume));
}

TEST_P(Interrupt, NothingToResumeIsSaidClearly) {
  done(train_anew("model", {"--passes", "2"}));
  expect_refused(2, {"model has made 2 passes", "--passes"}, train("model", {"--resume", "--quiet"}));
  expect_refused(2, {"model has made 2 passes"}, train("model", {"--resume", "--passes", "1", "--quiet"}));
  write("c.ldac", kTwoThings);
  expect_refused(2, {"not the corpus that model was trained on"},
                 {"train", "c.ldac", "--model", "model", "--resume", "--passes", "5", "--quiet"});
  expect_refused(3, {"absent: found nothing"}, train("absent", {"--resume"}));
  done({"train", "c.ldac", "--model", "ready", "--topics", "2", "--passes", "1000", "--tolerance", "1e-3"});
  expect_refused(2, {"ready has converged"}, {"train", "c.ldac", "--model", "ready", "--resume"});
}

TEST_P(Interrupt, KilledRunsLeaveNothingOrAWholeModel) {
  for (int milliseconds = 10; milliseconds <= 130; milliseconds += 30) {
    Running running(train_anew("model", {"--passes", "2", "--quiet"}), here());
    ::usleep(static_cast<useconds_t>(1000 * milliseconds));
    running.send(SIGKILL);
    running.wait();
    if (!std::filesystem::exists(path("model"))) continue;
    done({"info", "model"});
    std::filesystem::remove_all(path("model"));
  }
  done(train_anew("model", {"--passes", "2"}));
  EXPECT_THAT(names(), testing::ElementsAre("model"));
}

TEST_P(Interrupt, KilledRunsLeaveTheModelTheyWereToReplaceWhole) {
  done(train_anew("model", {"--passes", "1"}));
  for (int milliseconds = 10; milliseconds <= 130; milliseconds += 30) {
    Running running(train_anew("model", {"--passes", "2", "--quiet", "--force"}), here());
    ::usleep(static_cast<useconds_t>(1000 * milliseconds));
    running.send(SIGKILL);
    running.wait();
    EXPECT_THAT(json("model/model.json")["passes"].get<int>(), testing::AnyOf(1, 2));
    done({"topics", "model"});
  }
  done(train_anew("model", {"--passes", "2", "--force"}));
  EXPECT_THAT(names(), testing::ElementsAre("model"));
}

using Resume = Acceptance;

TEST_F(Resume, AModelOfAVersionBeforeAnnealingGoesOnWithoutIt) {
  const Arguments train{"train", kSpeeches, "--topics", "5",         "--tolerance",  "0",  "--min-df",
                        "3",     "--quiet", "--method", "collapsed", "--batch-size", "50", "--model"};
  done(train + Arguments{"model", "--passes", "2", "--annealing-passes", "0"});
  Json model = json("model/model.json");
  ASSERT_EQ(model["options"].erase("annealing-passes"), 1U);
  write("model/model.json", model.dump());
  done({"train", kSpeeches, "--model", "model", "--resume", "--passes", "4", "--quiet"});
  done(train + Arguments{"straight", "--passes", "4", "--annealing-passes", "0"});
  EXPECT_EQ(read("model/lambda.npy"), read("straight/lambda.npy"));
}

TEST_F(Resume, AModelGoesOnFromWithinItsFolder) {
  done({"train", kSpeeches, "--topics", "3", "--passes", "1", "--quiet", "--model", "model"});
  const Outcome outcome = run({"train", kSpeeches, "--resume", "--passes", "2", "--json", "--model", "."},
                              {.folder = path("model")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["passes"], 2);
  EXPECT_EQ(json("model/model.json")["passes"], 2);
  EXPECT_THAT(names(), testing::ElementsAre("model"));
}

INSTANTIATE_TEST_SUITE_P(Methods, Interrupt, testing::Values("batch", "svi"),
                         [](const auto& method) { return std::string(method.param); });

}  // namespace
}  // namespace vilda::acceptance
