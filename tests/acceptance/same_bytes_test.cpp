// The same corpus, options and seed give the same bytes, whatever the number of threads.

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

class SameBytes : public Acceptance, public testing::WithParamInterface<const char*> {
 protected:
  /// model.json, lambda.npy and vocabulary.txt of a short run.
  std::vector<std::string> bytes_of(const Arguments& more) const {
    const Arguments steps =
        GetParam() == std::string("batch") ? Arguments{} : Arguments{"--batch-size", "64"};
    done(Arguments{"train", kSpeeches, "--model", "model", "--topics", "5", "--passes", "3", "--method",
                   GetParam(), "--force", "--quiet"} +
         steps + more);
    return {read("model/model.json"), read("model/lambda.npy"), read("model/vocabulary.txt")};
  }
};

TEST_P(SameBytes, ForEveryNumberOfThreads) {
  const auto one = bytes_of({"--threads", "1"});
  for (const std::string threads : {"2", "3", "7"})
    EXPECT_EQ(bytes_of({"--threads", threads}), one) << threads;
}

TEST_P(SameBytes, ForEveryRun) {
  EXPECT_EQ(bytes_of({}), bytes_of({}));
}

TEST_P(SameBytes, ForNoTwoSeeds) {
  EXPECT_NE(bytes_of({"--seed", "1"})[1], bytes_of({"--seed", "2"})[1]);
}

TEST_P(SameBytes, ForCountsWithTermsInRows) {
  const std::string cells = std::string(VILDA_DATA_DIR) + "/pbmc-small/";
  const auto train = [&](const std::string& threads) {
    done({"train", cells + "matrix.mtx", "--terms-in-rows", "--vocabulary", cells + "genes.txt", "--model",
          "cells", "--topics", "4", "--method", GetParam(), "--threads", threads, "--passes", "3",
          "--force"});
    return read("cells/lambda.npy") + read("cells/model.json");
  };
  EXPECT_EQ(train("1"), train("3"));
  EXPECT_EQ(json("cells/model.json")["num_documents"], 80);
  EXPECT_EQ(json("cells/model.json")["num_words"], 230);
}

TEST_P(SameBytes, ForCountsOfThousandsOfMillions) {
  write("huge.ldac", "3 0:2147483647 1:3 2:7\n2 0:1 3:2000000000\n" + std::string(kTwoThings));
  const auto train = [&](const std::string& threads, const std::string& precision) {
    done({"train", "huge.ldac", "--model", "huge", "--topics", "3", "--method", GetParam(), "--precision",
          precision, "--threads", threads, "--force"});
    return read("huge/lambda.npy") + read("huge/model.json");
  };
  EXPECT_EQ(train("1", "float32"), train("2", "float32"));
  EXPECT_EQ(train("1", "float64"), train("2", "float64"));
}

INSTANTIATE_TEST_SUITE_P(Methods, SameBytes, testing::Values("batch", "svi"),
                         [](const auto& method) { return std::string(method.param); });

}  // namespace
}  // namespace vilda::acceptance
