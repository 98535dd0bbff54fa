// vilda train --restarts N: the model of the best of N seeds.

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class Restarts : public Acceptance, public testing::WithParamInterface<const char*> {
 protected:
  Arguments train(const std::string& model, const Arguments& more) const {
    return Arguments{"train", kSpeeches,  "--model", model,      "--topics",
                     "5",     "--passes", "3",       "--method", GetParam()} +
           more;
  }
};

TEST_P(Restarts, GiveTheModelThatTheSeedOfTheBestAloneGives) {
  const Outcome outcome = done(train("best", {"--restarts", "3", "--seed", "4"}));
  const Json best = json("best/model.json");
  ASSERT_EQ(best["restarts"].size(), 3U);
  for (int i = 0; i < 3; ++i) {
    const std::string seed = std::to_string(4 + i);
    done(train("alone" + seed, {"--seed", seed, "--quiet"}));
    const Json alone = json("alone" + seed + "/model.json");
    EXPECT_EQ(best["restarts"][i]["seed"], 4 + i);
    EXPECT_EQ(best["restarts"][i]["elbo_nats"], alone["elbo_nats"]);
    EXPECT_GE(best["elbo_nats"], alone["elbo_nats"]);
    EXPECT_THAT(outcome.err, testing::HasSubstr("seed " + seed + ": bound -"));
  }
  const std::string winner = "alone" + best["seed"].dump();
  EXPECT_EQ(best["options"]["restart"], best["seed"].get<int>() - 4);
  EXPECT_EQ(read("best/lambda.npy"), read(winner + "/lambda.npy"));
  const std::string trace = read("best/trace.jsonl");
  EXPECT_EQ(std::count(trace.begin(), trace.end(), '\n'), 3);
}

INSTANTIATE_TEST_SUITE_P(Methods, Restarts, testing::Values("batch", "svi", "collapsed"),
                         [](const auto& method) { return std::string(method.param); });

using RestartOptions = Acceptance;

TEST_F(RestartOptions, ThatMakeNoSenseAreRefused) {
  write("c.ldac", kTwoThings);
  const Arguments train{"train", "c.ldac", "--model", "model", "--topics", "2"};
  expect_refused(2, {"--restarts is 0; it must be at least 1"}, train + Arguments{"--restarts", "0"});
  expect_refused(2, {"--restarts and --resume exclude each other"},
                 train + Arguments{"--restarts", "2", "--resume"});
  expect_refused(2, {"--restarts and --from exclude each other"},
                 train + Arguments{"--restarts", "2", "--from", "other"});
  expect_refused(2, {"spectral start would all be the same run"},
                 train + Arguments{"--restarts", "2", "--method", "batch", "--init", "spectral", "--quiet"});
}

}  // namespace
}  // namespace vilda::acceptance
