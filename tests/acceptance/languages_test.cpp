// Eleven topics of texts in eleven languages are the languages.

#include <cmath>
#include <map>
#include <sstream>

#include "acceptance/program.hpp"

namespace vilda::acceptance {
namespace {

using Counts = std::map<std::string, double>;

double entropy(const Counts& counts, double total) {
  double sum = 0;
  for (const auto& [key, count] : counts) sum -= count / total * std::log(count / total);
  return sum;
}

/// Normalised mutual information of two labellings: 2 I(a, b) / (H(a) + H(b)), from 0 to 1.
double normalised_mutual_information(const std::vector<std::pair<std::string, std::string>>& labellings) {
  Counts of_a, of_b, of_both;
  for (const auto& [a, b] : labellings) {
    ++of_a[a];
    ++of_b[b];
    ++of_both[a + "\t" + b];
  }
  const auto total = static_cast<double>(labellings.size());
  const double a = entropy(of_a, total), b = entropy(of_b, total);
  return 2 * (a + b - entropy(of_both, total)) / (a + b);
}

TEST(NormalisedMutualInformation, IsOneForRenamedLabelsAndZeroForIndependentOnes) {
  EXPECT_DOUBLE_EQ(normalised_mutual_information({{"x", "2"}, {"y", "1"}, {"x", "2"}, {"z", "3"}}), 1);
  EXPECT_NEAR(normalised_mutual_information({{"x", "1"}, {"x", "2"}, {"y", "1"}, {"y", "2"}}), 0, 1e-12);
}

class Languages : public Acceptance {};

TEST_F(Languages, ElevenTopicsSeparateElevenLanguages) {
  const std::string corpus = std::string(VILDA_DATA_DIR) + "/languages.tsv";
  done({"import", corpus, "--stop-words", "none", "--output", "languages.vc"});
  done({"train", "languages.vc", "--model", "model", "--topics", "11"});
  done({"infer", "model", "languages.vc", "--output", "proportions.jsonl"});

  std::map<std::string, std::string> label_of;
  std::istringstream documents(content_of(corpus));
  for (std::string name, label, text; std::getline(documents, name, '\t') &&
                                      std::getline(documents, label, '\t') && std::getline(documents, text);)
    label_of[name] = label;

  std::vector<std::pair<std::string, std::string>> labellings;
  std::istringstream lines(read("proportions.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    const Json document = Json::parse(line);
    const auto proportions = document["proportions"].get<std::vector<double>>();
    const auto main_topic = std::max_element(proportions.begin(), proportions.end()) - proportions.begin();
    labellings.emplace_back(label_of.at(document["name"]), std::to_string(main_topic));
  }
  ASSERT_EQ(labellings.size(), 660U);
  EXPECT_GE(normalised_mutual_information(labellings), 0.85);
}

}  // namespace
}  // namespace vilda::acceptance
