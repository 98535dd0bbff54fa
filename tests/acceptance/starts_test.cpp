// Where vilda train starts by itself, and what follows from it.

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class Starts : public Acceptance {
 protected:
  Json options_of(const Arguments& training) const {
    done(Arguments{"train", "--model", "model", "--passes", "1", "--force", "--quiet"} + training);
    return json("model/model.json")["options"];
  }
};

std::string documents_of_two_words(int num_documents) {
  std::string lines;
  for (int d = 0; d < num_documents; ++d) lines += d % 2 == 0 ? "2 0:1 1:2\n" : "2 2:1 3:2\n";
  return lines;
}

TEST_F(Starts, FitTheMethodAndTheCorpus) {
  write("few.ldac", documents_of_two_words(1000));
  write("more.ldac", documents_of_two_words(1001));
  write("many.ldac", documents_of_two_words(1 << 19));
  const struct {
    Arguments training;
    std::string start;
    int passes;
    Json tau;
  } cases[] = {
      {{"few.ldac", "--topics", "2"}, "spectral", 0, 8},
      {{"more.ldac", "--topics", "2"}, "random", 0, 1},
      {{"many.ldac", "--topics", "2"}, "spectral", 0, 8},
      {{"few.ldac", "--topics", "201"}, "random", 0, 1},
      {{"few.ldac", "--topics", "2", "--init", "collapsed"}, "collapsed", 5, 8},
      {{"few.ldac", "--topics", "2", "--init", "random"}, "random", 0, 1},
      {{"more.ldac", "--topics", "2", "--init", "random", "--init-passes", "2"}, "random", 2, 8},
      {{"more.ldac", "--topics", "2", "--method", "batch"}, "spectral", 5, nullptr},
      {{"few.ldac", "--topics", "2", "--method", "svi"}, "spectral", 5, 64},
      {{"few.ldac", "--topics", "201", "--method", "batch"}, "random", 5, nullptr},
      {{"few.ldac", "--topics", "2", "--method", "batch", "--init-passes", "7"}, "spectral", 7, nullptr},
      {{"few.ldac", "--topics", "2", "--method", "batch", "--init", "spectral"}, "spectral", 0, nullptr}};
  for (const auto& each : cases) {
    const Json options = options_of(each.training);
    SCOPED_TRACE(testing::PrintToString(each.training));
    EXPECT_EQ(options["init"], each.start);
    EXPECT_EQ(options["init-passes"], each.passes);
    EXPECT_EQ(options.value("tau", Json()), each.tau);
  }
}

TEST_F(Starts, FromAModelDoNotForgetIt) {
  done({"train", kSpeeches, "--model", "first", "--topics", "10", "--quiet"});
  const double of_first = json("first/model.json")["elbo_per_token_nats"];
  for (const std::string method : {"collapsed", "svi", "batch"}) {
    const Json options = options_of({kSpeeches, "--from", "first", "--method", method});
    EXPECT_GE(json("model/model.json")["elbo_per_token_nats"], of_first - 0.01) << method;
    if (method != "batch") {
      EXPECT_EQ(options["tau"], 64) << method;
      EXPECT_EQ(options["annealing-passes"], 0) << method;
    }
  }
}

}  // namespace
}  // namespace vilda::acceptance
