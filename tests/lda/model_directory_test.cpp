#include "vilda/lda/model_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "lda/tiny.hpp"
#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"
#include "vilda/io/input.hpp"

namespace vilda::lda {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;

Model small_model() {
  Model model;
  model.topics = rounded_to_float(Topics(tiny::start().lambda().leftCols(4)));
  model.priors = {.alpha = Eigen::Vector3d(0.1, 0.2, 1 / 3.), .eta = 0.01};
  model.vocabulary = corpus::Vocabulary({"a", "é", "中", "d\"e"});
  model.num_documents = 7;
  model.num_tokens = 1000;
  model.method = "batch";
  model.passes = 12;
  model.converged = true;
  model.elbo_nats = -1234.5678901234567;
  model.document_convergence = {
      .documents = 7,
      .converged = 5,
      .worst = {{.name = "b\n", .num_tokens = 3, .change = 1 / 3., .relative_change = 0.5}}};
  model.restarts = {{.seed = 1, .elbo_nats = -1234.5}, {.seed = 2, .elbo_nats = -1235}};
  model.corpus_sha256 = "abc";
  model.options = {
      {"tolerance", 1e-5}, {"passes", std::int64_t{100}}, {"init", std::string("random")}, {"flag", true}};
  return model;
}

std::vector<TracePass> small_trace() {
  TracePass pass;
  pass.summary.passes = 1;
  pass.summary.elbo = vi::Elbo{{"words", -10.5}, {"-kl_theta", -1}};
  pass.ledger = {.documents = 7, .converged = 6, .iterations = 50, .word_iterations = 700};
  return {pass, pass};
}

Checkpoint small_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.lambda = Eigen::MatrixXd::Random(3, 4).cwiseAbs();
  checkpoint.gamma = Eigen::MatrixXd(Eigen::VectorXd::LinSpaced(21, 0.1, 1).reshaped(3, 7));
  checkpoint.summary.passes = 12;
  checkpoint.summary.steps = 99;
  checkpoint.summary.elbo = vi::Elbo{{"words", -1 / 3.}};
  checkpoint.summary.recent_estimates = {-2 / 3., -1 / 3.};
  return checkpoint;
}

std::string message_of_load(const fs::path& directory) {
  try {
    load_model(directory);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "loaded";
}

class ModelDirectory : public testing::Test {
 protected:
  void save(bool force = false) const {
    const Checkpoint checkpoint = small_checkpoint();
    save_model(directory, small_model(), small_trace(), {}, &checkpoint, force);
  }

  TemporaryFolder folder;
  fs::path directory = folder.path() / "model";
};

TEST_F(ModelDirectory, ComesBackAsItWasSaved) {
  save();
  const Model model = load_model(directory), expected = small_model();
  EXPECT_EQ(model.topics.lambda(), expected.topics.lambda());
  EXPECT_EQ(model.priors.alpha, expected.priors.alpha);
  EXPECT_EQ(model.vocabulary, expected.vocabulary);
  EXPECT_EQ(model.elbo_nats, expected.elbo_nats);
  EXPECT_EQ(model.options, expected.options);
  EXPECT_EQ(model.restarts, expected.restarts);
  ASSERT_TRUE(model.document_convergence);
  EXPECT_EQ(model.document_convergence->converged, 5U);
  ASSERT_EQ(model.document_convergence->worst.size(), 1U);
  EXPECT_EQ(model.document_convergence->worst[0].name, "b\n");
  EXPECT_EQ(model.document_convergence->worst[0].change, 1 / 3.);
  EXPECT_EQ(load_trace(directory).size(), 2U);
  EXPECT_EQ(load_trace(directory)[1].summary.elbo, small_trace()[1].summary.elbo);
  EXPECT_EQ(load_trace(directory)[1].ledger.iterations, 50U);
  EXPECT_EQ(load_trace(directory)[1].ledger.word_iterations, 700U);
}

TEST_F(ModelDirectory, KeepsACheckpointToTheLastBit) {
  save();
  std::srand(1);
  const auto checkpoint = load_checkpoint(directory);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->summary.steps, 99U);
  EXPECT_EQ(checkpoint->summary.elbo->total(), -1 / 3.);
  EXPECT_EQ(checkpoint->summary.recent_estimates, small_checkpoint().summary.recent_estimates);
  EXPECT_EQ(checkpoint->gamma, small_checkpoint().gamma);
}

TEST_F(ModelDirectory, KeepsGammaInTheNumbersThatItHas) {
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.gamma = Eigen::MatrixXf(std::get<Eigen::MatrixXd>(checkpoint.gamma).cast<float>());
  save_model(directory, small_model(), small_trace(), {}, &checkpoint, false);
  EXPECT_EQ(load_checkpoint(directory)->gamma, checkpoint.gamma);
  EXPECT_LT(fs::file_size(directory / "checkpoint/gamma.npy"), 21 * sizeof(double) + 64);
}

TEST_F(ModelDirectory, ReadsTheCheckpointsOfTheVersionBefore) {
  save();
  const fs::path summary = directory / "checkpoint/summary.json";
  std::ofstream(summary) << R"({"pass": 12, "steps": 99, "terms": {"words": -0.5}, "seconds": 1})";
  EXPECT_EQ(load_checkpoint(directory)->summary.passes, 12);
  EXPECT_TRUE(load_checkpoint(directory)->summary.recent_estimates.empty());
  std::ofstream(summary) << R"({"format_version": 3})";
  EXPECT_THROW(load_checkpoint(directory), BadInput);
}

TEST_F(ModelDirectory, IsTheSameBytesTwice) {
  save();
  const fs::path again = folder.path() / "again";
  save_model(again, small_model(), small_trace(), {}, nullptr, false);
  for (const char* name : {"model.json", "lambda.npy", "vocabulary.txt"}) {
    std::ifstream a(directory / name), b(again / name);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(a), {}),
              std::string(std::istreambuf_iterator<char>(b), {}))
        << name;
  }
}

TEST_F(ModelDirectory, IsNotReplacedWithoutForce) {
  save();
  EXPECT_THROW(save(), InvalidOption);
  EXPECT_NO_THROW(save(true));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
      << "something was left behind";
}

TEST_F(ModelDirectory, ErrorsNameTheFile) {
  EXPECT_THAT(message_of_load(directory), HasSubstr("expected a model directory"));
  save();
  const auto broken = [&](const char* name, const std::string& content) {
    std::ofstream(directory / name) << content;
    const std::string message = message_of_load(directory);
    save(true);
    return message;
  };
  EXPECT_THAT(broken("model.json", "{"), HasSubstr("model.json"));
  EXPECT_THAT(broken("model.json", R"({"format_version": 2})"), HasSubstr("this program reads 1"));
  EXPECT_THAT(broken("lambda.npy", "x"), HasSubstr("lambda.npy"));
  EXPECT_THAT(broken("vocabulary.txt", "a\nb\n"),
              HasSubstr("lambda.npy: found 3 x 4 numbers; expected 3 x 2"));
  std::string model = io::read_file(directory / "model.json");
  const auto with = [&](std::string what, const char* instead) {
    return std::string(model).replace(model.find(what), what.size(), instead);
  };
  EXPECT_THAT(broken("model.json", with("\"num_topics\": 3", "\"num_topics\": 4")),
              EndsWith("model.json: found num_topics 4; expected 3, as alpha has"));
  EXPECT_THAT(broken("model.json", with("\"num_words\": 4", "\"num_words\": 5")),
              EndsWith("model.json: found num_words 5; expected 4, as vocabulary.txt has"));
  fs::remove(directory / "lambda.npy");
  EXPECT_THAT(message_of_load(directory), HasSubstr("lambda.npy"));
}

TEST_F(ModelDirectory, RefusesACheckpointWhoseProportionsAreNotPositive) {
  for (const double wrong : {-1., 0., std::nan(""), std::numeric_limits<double>::infinity()}) {
    Checkpoint checkpoint = small_checkpoint();
    std::get<Eigen::MatrixXd>(checkpoint.gamma)(2, 1) = wrong;
    save_model(directory, small_model(), small_trace(), {}, &checkpoint, true);
    try {
      load_checkpoint(directory);
      ADD_FAILURE() << wrong;
    } catch (const BadInput& error) {
      EXPECT_THAT(error.what(), EndsWith("gamma.npy: found a value that is not a positive number"));
    }
  }
}

TEST_F(ModelDirectory, AKeyThatStandsTwiceInAnObjectIsRefused) {
  save();
  const fs::path file = directory / "model.json";
  const std::string whole = io::read_file(file);
  const auto message_after = [&](const std::string& what, const std::string& more) {
    std::string text = whole;
    text.insert(text.find(what), more);
    std::ofstream(file) << text;
    return message_of_load(directory);
  };
  EXPECT_THAT(message_after("\"num_tokens\"", "\"seed\": 7, "),
              EndsWith("model.json: found the key \"seed\" twice; expected it once"));
  EXPECT_THAT(message_after("\"options\": {", "\"options\": {\"a\\n\": {}, \"b\": [{}], \"a\\n\": 1}, "),
              EndsWith("model.json: found the key \"a\\n\" twice; expected it once"));
  EXPECT_EQ(message_after("\"num_tokens\"", "\"x\": {\"seed\": 7}, \"y\": [{\"seed\": 7}, {\"seed\": 7}], "),
            "loaded")
      << "other objects may have the same keys";
}

TEST_F(ModelDirectory, RefusesTopicsThatAreNotPositive) {
  Model model = small_model();
  model.topics = Topics(-model.topics.lambda());
  save_model(directory, model, {}, {}, nullptr, false);
  EXPECT_THAT(message_of_load(directory), HasSubstr("not a positive number"));
}

}  // namespace
}  // namespace vilda::lda
