// Documents seen through a model.

#include <cmath>
#include <cstring>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

using Rows = std::vector<std::vector<double>>;

Rows rows_of_jsonl(const std::string& text) {
  Rows rows;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) rows.push_back(Json::parse(line)["proportions"]);
  return rows;
}

/// Of names without commas.
Rows rows_of_csv(const std::string& text) {
  Rows rows;
  std::istringstream stream(text);
  std::string line;
  for (std::getline(stream, line); std::getline(stream, line);) {
    std::istringstream fields(line);
    std::string field;
    std::getline(fields, field, ',');
    for (rows.emplace_back(); std::getline(fields, field, ',');) rows.back().push_back(std::stod(field));
  }
  return rows;
}

/// Of float32 numbers.
Rows rows_of_npy(const std::string& bytes, std::size_t num_rows, std::size_t num_columns) {
  std::vector<float> numbers(num_rows * num_columns);
  const std::size_t size = numbers.size() * sizeof(float);
  EXPECT_GE(bytes.size(), size);
  std::memcpy(numbers.data(), bytes.data() + bytes.size() - size, size);
  Rows rows(num_rows);
  for (std::size_t i = 0; i < numbers.size(); ++i) rows[i / num_columns].push_back(double{numbers[i]});
  return rows;
}

void expect_near(const Rows& a, const Rows& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t d = 0; d < a.size(); ++d) {
    ASSERT_EQ(a[d].size(), b[d].size());
    for (std::size_t k = 0; k < a[d].size(); ++k) EXPECT_NEAR(a[d][k], b[d][k], tolerance) << d << ", " << k;
  }
}

class HeldOut : public Acceptance {
 protected:
  void train(const Arguments& more) const {
    write("c.ldac", kTwoThings);
    write("words.txt", "court\nlaw\njudge\njury\nship\nsea\nport\nsail\n");
    done(Arguments{"train", "c.ldac", "--vocabulary", "words.txt", "--model", "model"} + more);
  }
};

TEST_F(HeldOut, EmptyDocumentHasThePriorMean) {
  train({"--topics", "4", "--alpha", "0.1,0.2,0.3,0.4"});
  const std::vector<double> empty = rows_of_jsonl(done({"infer", "model", "c.ldac"}).out)[2];
  EXPECT_THAT(empty, testing::Pointwise(testing::DoubleNear(1e-12), {0.1, 0.2, 0.3, 0.4}));
}

TEST_F(HeldOut, DocumentsOfTheSameWordsHaveTheSameTopic) {
  train({"--topics", "2"});
  const Rows rows =
      rows_of_jsonl(done({"infer", "model", "-"}, "court law judge\nship sea port\nsail sea\n").out);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_GT(std::abs(rows[0][0] - rows[1][0]), 0.5);
  EXPECT_LT(std::abs(rows[1][0] - rows[2][0]), 0.2);
}

TEST_F(HeldOut, UnknownWordsAreCountedAndLeftOut) {
  train({"--topics", "2"});
  write("text", "court law dragon\nship wizard wizard sea\ndragon wizard\n\n");
  const std::string lines = done({"infer", "model", "text", "--format", "lines"}).out;
  std::istringstream stream(lines);
  std::vector<int> unknown;
  std::vector<bool> empty;
  for (std::string line; std::getline(stream, line);) {
    unknown.push_back(Json::parse(line)["unknown_words"]);
    empty.push_back(Json::parse(line)["empty"]);
  }
  EXPECT_EQ(unknown, std::vector<int>({1, 2, 2, 0}));
  EXPECT_EQ(empty, std::vector<bool>({false, false, true, true}));

  write("known", "court law\nship sea\n\n\n");
  expect_near(rows_of_jsonl(done({"infer", "model", "known", "--format", "lines"}).out), rows_of_jsonl(lines),
              0);
  const Json measures = Json::parse(done({"evaluate", "model", "text", "--format", "lines", "--json"}).out);
  EXPECT_EQ(measures["out_of_vocabulary_tokens"], 5);
  EXPECT_EQ(measures["empty_documents"], 2);
  EXPECT_EQ(measures["num_tokens"], 4);
}

TEST_F(HeldOut, WordIdsBeyondTheModelAreUnknown) {
  train({"--topics", "2"});
  const Outcome outcome = done({"infer", "model", "-", "--format", "ldac"}, "2 0:1 99:3\n");
  EXPECT_EQ(Json::parse(outcome.out)["unknown_words"], 3);
}

TEST_F(HeldOut, AVocabularyFileMatchesByWord) {
  train({"--topics", "2"});
  write("reversed.txt", "sail\nport\nsea\nship\njury\njudge\nlaw\ncourt\n");
  expect_near(rows_of_jsonl(done({"infer", "model", "-", "--vocabulary", "reversed.txt"}, "2 7:2 6:1\n").out),
              rows_of_jsonl(done({"infer", "model", "-"}, "2 0:2 1:1\n").out), 0);
}

TEST_F(HeldOut, EveryFormatOfACorpusGivesTheSameProportions) {
  train({"--topics", "2"});
  const Rows expected = rows_of_jsonl(done({"infer", "model", "-"}, "2 0:2 1:1\n0\n1 4:2\n").out);
  write("d.txt", "court court law\n\nship ship\n");
  write("d.tsv", "a\tx\tcourt law court\nb\tx\t\nc\tx\tShip, ship!\n");
  write("d.uci", "3\n8\n3\n1 1 2\n1 2 1\n3 5 2\n");
  write("d.mtx", "%%MatrixMarket matrix coordinate integer general\n3 8 3\n3 5 2\n1 1 2\n1 2 1\n");
  for (const std::string name : {"d.txt", "d.tsv", "d.uci", "d.mtx"}) {
    SCOPED_TRACE(name);
    expect_near(rows_of_jsonl(done({"infer", "model", name}).out), expected, 0);
  }
}

TEST_F(HeldOut, TextIsReadAsTheModelsTextWas) {
  write("a.txt", "the law is a law\nthe sea is at sea\nthe law of the sea\n");
  done({"train", "a.txt", "--model", "model", "--topics", "2", "--min-df", "1", "--max-df", "1.0",
        "--stop-words", "none", "--min-length", "2"});
  const Json line = Json::parse(done({"infer", "model", "-"}, "the law is at sea\n").out);
  EXPECT_EQ(line["unknown_words"], 0);
  EXPECT_EQ(read("model/vocabulary.txt"), "at\nis\nlaw\nof\nsea\nthe\n");
}

TEST_F(HeldOut, PhrasesAndAddressesAreReadAsTheModelsWere) {
  const std::string line = "new york law http://x.org new york law\n";
  write("a.txt", line + line + line + "law of the new york\nlaw\n");
  done({"train", "a.txt", "--model", "model", "--topics", "2", "--min-df", "1", "--max-df", "1.0",
        "--phrases", "--phrase-min-count", "3", "--phrase-threshold", "0.1", "--addresses", "token"});
  EXPECT_EQ(read("model/vocabulary.txt"), "http://x.org\nlaw\nnew_york\n");
  const Outcome outcome = done({"infer", "model", "-"}, "New York, new, york http://X.org law\n");
  EXPECT_EQ(Json::parse(outcome.out)["unknown_words"], 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("1 pairs of words joined to 1 phrases"));
  const Json options = json("model/model.json")["options"];
  EXPECT_EQ(options["phrases"], true);
  EXPECT_EQ(options["addresses"], "token");
  EXPECT_EQ(options["min-df"], 1.0);
}

TEST_F(HeldOut, EveryOutputHoldsTheSameProportionsAndRowsSumToOne) {
  done({"train", kSpeeches, "--model", "model", "--topics", "5", "--passes", "2", "--quiet"});
  for (const std::string name : {"p.npy", "p.csv", "p.jsonl"}) {
    const Outcome outcome = done({"infer", "model", kSpeeches, "--quiet", "--output", name});
    EXPECT_EQ(outcome.out, "");
  }
  const Rows proportions = rows_of_jsonl(read("p.jsonl"));
  ASSERT_EQ(proportions.size(), 200U);
  for (const auto& row : proportions) EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.), 1, 1e-12);
  expect_near(rows_of_csv(read("p.csv")), proportions, 1e-15);
  expect_near(rows_of_npy(read("p.npy"), 200, 5), proportions, 1e-7);
  EXPECT_THAT(read("p.npy"), testing::HasSubstr("'descr': '<f4', 'fortran_order': False, 'shape': (200, 5)"));
  EXPECT_EQ(done({"infer", "model", kSpeeches, "--quiet"}).out, read("p.jsonl"));
}

TEST_F(HeldOut, NamesWithCommasAndQuotesAreQuotedInCsv) {
  train({"--topics", "2"});
  write("d.tsv", "one, \"two\"\tx\tcourt law\n");
  done({"infer", "model", "d.tsv", "--output", "p.csv"});
  EXPECT_THAT(read("p.csv"), testing::HasSubstr("\n\"one, \"\"two\"\"\","));
}

TEST_F(HeldOut, BoundOfTheTrainingCorpusIsThatOfTheModel) {
  train({"--topics", "2", "--tolerance", "1e-12", "--document-tolerance", "1e-10", "--document-iterations",
         "100000", "--passes", "1000"});
  const Json measures = Json::parse(done({"evaluate", "model", "c.ldac", "--json"}).out);
  EXPECT_NEAR(measures["bound"]["elbo_per_token_nats"], json("model/model.json")["elbo_per_token_nats"],
              1e-6);
}

TEST_F(HeldOut, PerplexityIsTheExponentialOfTheLossPerToken) {
  train({"--topics", "2"});
  const Json measures = Json::parse(done({"evaluate", "model", "c.ldac", "--json"}).out);
  const auto exp_of_minus = [](const Json& value) { return std::exp(-value.get<double>()); };
  EXPECT_DOUBLE_EQ(measures["bound"]["perplexity"], exp_of_minus(measures["bound"]["elbo_per_token_nats"]));
  EXPECT_DOUBLE_EQ(measures["completion"]["perplexity"],
                   exp_of_minus(measures["completion"]["log_likelihood_per_token_nats"]));
}

TEST_F(HeldOut, NothingToMeasureIsSaidWithTheFile) {
  train({"--topics", "2"});
  write("blank", "\n\n");
  expect_refused(3, {"blank: ", "2 documents, all of them empty"}, {"evaluate", "model", "blank", "--quiet"});
  write("short", "court\nship\n");
  expect_refused(3, {"short: ", "no document of two tokens"}, {"evaluate", "model", "short", "--quiet"});
  write("alien", "dragon wizard\n");
  expect_refused(3, {"alien: ", "none of its 2 words"}, {"evaluate", "model", "alien"});
}

}  // namespace
}  // namespace vilda::acceptance
