#include "vilda/lda/model_directory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lda/tiny.hpp"
#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"
#include "vilda/io/file_hash.hpp"
#include "vilda/io/input.hpp"

namespace vilda::lda {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

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

std::string message_of_checkpoint(const fs::path& directory) {
  try {
    load_checkpoint(directory);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "loaded";
}

/// Changes the last bit of the last number, or letter, that stands in a file.
void damage(const fs::path& file) {
  std::string bytes = io::read_file(file);
  const std::size_t place =
      file.extension() == ".npy" ? bytes.size() - 8 : bytes.find_last_of("1234567890cde");
  bytes[place] = static_cast<char>(bytes[place] ^ 1);
  std::ofstream(file, std::ios::binary) << bytes;
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
  fs::remove(directory / "run.json");  // it had no sums
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
    EXPECT_THAT(message_of_checkpoint(directory),
                EndsWith("gamma.npy: found a value that is not a positive number"))
        << wrong;
  }
}

TEST_F(ModelDirectory, RefusesACheckpointOfOtherDocuments) {
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.gamma = Eigen::MatrixXd(Eigen::MatrixXd::Ones(3, 6));
  save_model(directory, small_model(), small_trace(), {}, &checkpoint, true);
  EXPECT_EQ(message_of_checkpoint(directory),
            (directory / "checkpoint/gamma.npy").string() + ": found 6 x 3 numbers; expected 7 x 3");
}

TEST_F(ModelDirectory, NumbersThatCannotBeAreRefusedWithTheirFileKeyAndValue) {
  save();
  const fs::path file = directory / "model.json";
  const auto whole = nlohmann::json::parse(io::read_file(file));
  const auto message_with = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json changed = whole;
    changed[nlohmann::json::json_pointer(key)] = value;
    std::ofstream(file) << changed.dump();
    return message_of_load(directory);
  };
  for (const double eta : {1e308, 1e31, 0., -1., 1e-31, 1e-320}) {
    EXPECT_THAT(message_with("/eta", eta),
                EndsWith(fmt::format("model.json: eta is {}; it must lie in 1e-30 to 1e+30", eta)));
    EXPECT_THAT(
        message_with("/alpha/1", eta),
        EndsWith(fmt::format("model.json: alpha of topic 1 is {}; it must lie in 1e-30 to 1e+30", eta)));
  }
  EXPECT_THAT(message_with("/eta", "NaN"), EndsWith("model.json: found \"NaN\" for eta; expected a number"));
  EXPECT_THAT(message_with("/alpha/2", nullptr),
              EndsWith("model.json: found null for alpha; expected a number"));
  EXPECT_THAT(message_with("/alpha", 0.1),
              EndsWith("model.json: found 0.1 for alpha; expected a list of numbers"));
  for (const char* key :
       {"num_topics", "num_words", "num_documents", "num_tokens", "seed", "passes", "format_version"}) {
    for (const nlohmann::json& value :
         {nlohmann::json(-1), nlohmann::json(2.5), nlohmann::json(1e300), nlohmann::json("2")}) {
      EXPECT_THAT(message_with(fmt::format("/{}", key).c_str(), value),
                  HasSubstr(fmt::format("model.json: found {} for {}; expected a whole number, 0 to ",
                                        value.dump(), key)));
    }
  }
  EXPECT_THAT(message_with("/passes", 3000000000U),
              EndsWith("found 3000000000 for passes; expected a whole number, 0 to 2147483647"));
  EXPECT_THAT(message_with("/document_convergence/worst/0/num_tokens", -3),
              HasSubstr("found -3 for num_tokens; expected"));
  EXPECT_THAT(message_with("/restarts/1/elbo_nats", "x"),
              HasSubstr("found \"x\" for elbo_nats; expected a number"));
  std::ofstream(file) << std::string(whole.dump()).insert(whole.dump().find("\"eta\":") + 6, "1e999");
  EXPECT_THAT(message_of_load(directory), HasSubstr("model.json: "));
}

TEST_F(ModelDirectory, ACheckpointsNumbersThatCannotBeAreRefusedWithTheirFileKeyAndValue) {
  save();
  fs::remove(directory / "run.json");  // its sums would be another reason
  const fs::path file = directory / "checkpoint/summary.json";
  const auto whole = nlohmann::json::parse(io::read_file(file));
  const auto message_with = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json changed = whole;
    changed[nlohmann::json::json_pointer(key)] = value;
    std::ofstream(file) << changed.dump();
    return message_of_checkpoint(directory);
  };
  EXPECT_EQ(message_with("/steps", 99), "loaded");
  EXPECT_THAT(message_with("/steps", -1),
              HasSubstr("summary.json: found -1 for steps; expected a whole number"));
  EXPECT_THAT(message_with("/pass", 2.5),
              HasSubstr("summary.json: found 2.5 for pass; expected a whole number"));
  EXPECT_THAT(message_with("/pass", 11),
              EndsWith("summary.json: found pass 11; expected 12, as model.json has"));
  EXPECT_THAT(message_with("/terms/words", nullptr), EndsWith("found null for words; expected a number"));
  EXPECT_THAT(message_with("/seconds", "1"), EndsWith("found \"1\" for seconds; expected a number"));
  EXPECT_THAT(message_with("/recent_estimates_nats", {1, "x"}),
              EndsWith("found \"x\" for recent_estimates_nats; expected a number"));
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

TEST_F(ModelDirectory, AnOptionBeyondIntegersIsANumberAllTheSame) {
  save();
  const fs::path file = directory / "model.json";
  std::string text = io::read_file(file);
  const std::string options = "\"options\": {";
  text.insert(text.find(options) + options.size(), "\"largest\": 18446744073709551615, ");
  std::ofstream(file) << text;
  EXPECT_EQ(load_model(directory).options.at("largest"), OptionValue(18446744073709551615.0));
}

TEST_F(ModelDirectory, RefusesTopicsThatAreNotPositive) {
  Model model = small_model();
  model.topics = Topics(-model.topics.lambda());
  save_model(directory, model, {}, {}, nullptr, false);
  EXPECT_THAT(message_of_load(directory), HasSubstr("not a positive number"));
}

TEST_F(ModelDirectory, SumsAreThoseOfAllOtherFiles) {
  save();
  nlohmann::json expected;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    const std::string name = entry.path().lexically_relative(directory);
    if (entry.is_regular_file() && name != "run.json") expected[name] = io::sha256_of({entry.path()});
  }
  EXPECT_EQ(expected.size(), 7U);
  EXPECT_EQ(nlohmann::json::parse(io::read_file(directory / "run.json"))["sha256"], expected);
  EXPECT_THAT(differences_from_sums(directory), IsEmpty());
}

TEST_F(ModelDirectory, AChangedBitIsSaidWithItsFileTheSumFoundAndTheSumExpected) {
  save();
  for (const char* name : {"model.json", "lambda.npy", "vocabulary.txt", "trace.jsonl"}) {
    const fs::path file = directory / name;
    const std::string whole = io::read_file(file), expected = io::sha256_of({file});
    damage(file);
    EXPECT_EQ(message_of_load(directory), "loaded")
        << "the damage is too large to show what sums are good for";
    EXPECT_THAT(differences_from_sums(directory),
                ElementsAre(fmt::format("{}: found the SHA-256 {}; expected {}, as run.json has",
                                        file.string(), io::sha256_of({file}), expected)));
    std::ofstream(file, std::ios::binary) << whole;
  }
  damage(directory / "model.json");
  damage(directory / "lambda.npy");
  EXPECT_THAT(differences_from_sums(directory),
              ElementsAre(HasSubstr("model.json: found"), HasSubstr("lambda.npy: found")));
}

TEST_F(ModelDirectory, ACheckpointWithAChangedBitIsRefusedWithItsFileTheSumFoundAndTheSumExpected) {
  for (const char* name : {"checkpoint/lambda.npy", "checkpoint/gamma.npy", "checkpoint/summary.json"}) {
    save(true);
    const fs::path file = directory / name;
    const std::string expected = io::sha256_of({file});
    damage(file);
    EXPECT_EQ(message_of_checkpoint(directory),
              fmt::format("{}: found the SHA-256 {}; expected {}, as run.json has", file.string(),
                          io::sha256_of({file}), expected));
    EXPECT_THAT(differences_from_sums(directory), IsEmpty()) << "the model itself is whole";
    fs::remove(directory / "run.json");
    EXPECT_EQ(message_of_checkpoint(directory), "loaded");
  }
}

TEST_F(ModelDirectory, WithoutSumsNothingIsSaid) {
  save();
  damage(directory / "lambda.npy");
  std::ofstream(directory / "run.json") << R"({"version": "0.1.0", "threads": 1})";
  EXPECT_THAT(differences_from_sums(directory), IsEmpty());
  fs::remove(directory / "run.json");
  EXPECT_THAT(differences_from_sums(directory), IsEmpty());
}

TEST_F(ModelDirectory, SumsThatAreDamagedThemselvesAreSaid) {
  save();
  const fs::path file = directory / "run.json";
  const auto whole = nlohmann::json::parse(io::read_file(file));
  const auto expect_said = [&](const std::string& text, const std::string& message) {
    std::ofstream(file) << text;
    EXPECT_THAT(differences_from_sums(directory), ElementsAre(HasSubstr("run.json: " + message)));
    return message_of_checkpoint(directory);
  };
  EXPECT_THAT(expect_said("{", ""), HasSubstr("run.json: "));
  EXPECT_THAT(expect_said(R"({"sha256": 7})", ""), HasSubstr("run.json: "));
  nlohmann::json changed = whole;
  changed["sha256"].erase("lambda.npy");
  EXPECT_EQ(expect_said(changed.dump(), "found no SHA-256 of lambda.npy; expected one"), "loaded");
  changed = whole;
  changed["sha256"].erase("checkpoint/gamma.npy");
  std::ofstream(file) << changed.dump();
  EXPECT_THAT(message_of_checkpoint(directory),
              EndsWith("run.json: found no SHA-256 of checkpoint/gamma.npy; expected one"));
}

TEST_F(ModelDirectory, FilesThatAModelDoesNotNeedMayBeMissing) {
  save();
  fs::remove(directory / "trace.jsonl");
  EXPECT_THAT(differences_from_sums(directory), IsEmpty());
}

}  // namespace
}  // namespace vilda::lda
