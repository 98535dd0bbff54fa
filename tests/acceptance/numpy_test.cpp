// What NumPy makes of a model, apart from this project's code. Needs python3 with numpy.

#include <fmt/format.h>

#include "acceptance/program.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/lda/model_directory.hpp"
#include "vilda/math/views.hpp"

namespace vilda::acceptance {
namespace {

class NumPy : public Acceptance {
 protected:
  void SetUp() override {
    if (python({"-c", "import numpy"}).exit_code != 0) GTEST_SKIP() << "no python3 with numpy";
    done({"train", kSpeeches, "--model", "model", "--topics", "5", "--passes", "3", "--quiet"});
  }

  Outcome python(const Arguments& arguments) const {
    return run(arguments, {.folder = folder(), .program = "/usr/bin/python3"});
  }

  /// The speeches in lda-c's format, in the model's words.
  void write_ldac(const std::string& name) const {
    const auto corpus =
        corpus::read_corpus_for(lda::load_model(path("model")).vocabulary, kSpeeches, {}).corpus;
    std::string lines;
    for (std::size_t d = 0; d < corpus.num_documents(); ++d) {
      const auto words = math::column_rows(corpus.counts, d);
      const auto values = math::column_values(corpus.counts, d);
      lines += std::to_string(words.size());
      for (std::size_t i = 0; i < words.size(); ++i) {
        lines += fmt::format(" {}:{}", words[i], values[static_cast<Eigen::Index>(i)]);
      }
      lines += "\n";
    }
    write(name, lines);
  }
};

TEST_F(NumPy, LoadsLambdaAsTopicsByWordsOfFloat32) {
  const Outcome outcome = python({"-c",
                                  "import numpy, json\n"
                                  "a = numpy.load('model/lambda.npy')\n"
                                  "print(json.dumps([list(a.shape), str(a.dtype), bool((a > 0).all())]))\n"});
  const Json model = json("model/model.json");
  EXPECT_EQ(Json::parse(outcome.out), Json({{5, model["num_words"]}, "float32", true})) << outcome.err;
}

TEST_F(NumPy, LoadsProportionsAsDocumentsByTopics) {
  done({"infer", "model", kSpeeches, "--output", "p.npy"});
  const Outcome outcome = python({"-c", "import numpy; print(numpy.load('p.npy').shape)"});
  EXPECT_EQ(outcome.out, "(200, 5)\n");
}

TEST_F(NumPy, AgreesWithTheTopicsAndWithThePage) {
  done({"report", "model", kSpeeches, "--output", "topics.html"});
  const Outcome outcome = python({std::string(VILDA_DATA_DIR) + "/../tests/browser/agreement.py",
                                  VILDA_PROGRAM, "model", "topics.html"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(NumPy, ScoresDocumentCompletionAsTheProgramDoes) {
  write_ldac("speeches.ldac");
  const Outcome outcome =
      python({std::string(VILDA_DATA_DIR) + "/../scripts/score-completion", "model", "speeches.ldac"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json theirs = Json::parse(outcome.out);
  for (const std::string& corpus : {std::string("speeches.ldac"), kSpeeches}) {
    const Json ours =
        Json::parse(done({"evaluate", "model", corpus, "--metrics", "completion", "--json"}).out);
    for (const char* number : {"log_likelihood_per_token_nats", "perplexity", "scored_tokens"}) {
      const double expected = theirs[number];
      EXPECT_NEAR(ours["completion"][number], expected, 1e-6 * std::abs(expected))
          << number << " of " << corpus;
    }
  }
}

}  // namespace
}  // namespace vilda::acceptance
