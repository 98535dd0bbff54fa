#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "vilda/report/exports.hpp"
#include "vilda/report/slider_words.hpp"

namespace vilda::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLeastTokens = 0.5;  // of a word in a topic, for the token table

double rounded(double value) {
  return std::round(1e4 * value) / 1e4;
}

/// V: p(w) sum_k p(k | w) log(p(k | w) / p(k)). Chuang, Manning & Heer (2012), Termite, section 3.1.
Eigen::VectorXd saliency(const WordRanking& words) {
  Eigen::VectorXd result(words.num_words());
  for (Eigen::Index w = 0; w < result.size(); ++w) {
    const Eigen::ArrayXd share = words.topics_of_word(w).array();
    result[w] = words.word_weights()[w] * (share * (share / words.topic_weights().array()).log()).sum();
  }
  return result;
}

/// The columns of `tinfo`.
class TermTable {
 public:
  explicit TermTable(const ExplorerContent& content)
      : content_(&content), tokens_(static_cast<double>(content.model->num_tokens)) {}

  void add_overall() {
    double rank = static_cast<double>(content_->words_per_topic);
    for (const Eigen::Index word : largest(saliency(*content_->words), content_->words_per_topic)) {
      add(word, "Default", total(word), rank, rank);
      --rank;
    }
  }
  void add_topic(Eigen::Index topic) {
    const std::string category = "Topic" + std::to_string(topic + 1);
    const double weight = content_->words->topic_weights()[topic];
    for (const SliderWord& shown : slider_words(*content_->words, topic, content_->words_per_topic)) {
      const auto word = static_cast<Eigen::Index>(shown.word);
      add(word, category, shown.probability * weight * tokens_, rounded(std::log(shown.probability)),
          rounded(std::log(content_->words->lift(topic, word))));
    }
  }

  double total(Eigen::Index word) const { return content_->words->word_weights()[word] * tokens_; }
  const std::set<Eigen::Index>& words() const { return words_; }
  const Json& json() const { return json_; }

 private:
  void add(Eigen::Index word, const std::string& category, double frequency, double logprob, double loglift) {
    words_.insert(word);
    json_["Term"].push_back(content_->model->vocabulary.word(static_cast<std::size_t>(word)));
    json_["Category"].push_back(category);
    json_["Freq"].push_back(frequency);
    json_["Total"].push_back(total(word));
    json_["logprob"].push_back(logprob);
    json_["loglift"].push_back(loglift);
  }

  const ExplorerContent* content_;
  double tokens_;
  std::set<Eigen::Index> words_;
  Json json_;
};

Json token_table(const ExplorerContent& content, const TermTable& terms) {
  Json table{{"Topic", Json::array()}, {"Freq", Json::array()}, {"Term", Json::array()}};
  for (const Eigen::Index word : terms.words()) {
    const Eigen::VectorXd share = content.words->topics_of_word(word);
    for (Eigen::Index k = 0; k < share.size(); ++k) {
      if (share[k] * terms.total(word) < kLeastTokens) continue;
      table["Topic"].push_back(k + 1);
      table["Freq"].push_back(share[k]);
      table["Term"].push_back(content.model->vocabulary.word(static_cast<std::size_t>(word)));
    }
  }
  return table;
}

Json map_data(const ExplorerContent& content) {
  Json map;
  for (Eigen::Index k = 0; k < content.words->num_topics(); ++k) {
    map["x"].push_back(content.places(k, 0));
    map["y"].push_back(content.places(k, 1));
    map["topics"].push_back(k + 1);
    map["cluster"].push_back(1);
    map["Freq"].push_back(100 * content.words->topic_weights()[k]);
  }
  return map;
}

}  // namespace

std::string pyldavis_json(const ExplorerContent& content) {
  TermTable terms(content);
  terms.add_overall();
  for (Eigen::Index k = 0; k < content.words->num_topics(); ++k) terms.add_topic(k);
  const Json map = map_data(content);
  const Json json{{"mdsDat", map},
                  {"tinfo", terms.json()},
                  {"token.table", token_table(content, terms)},
                  {"R", content.words_per_topic},
                  {"lambda.step", 1.0 / kSliderSteps},
                  {"plot.opts", {{"xlab", "PC1"}, {"ylab", "PC2"}}},
                  {"topic.order", map["topics"]}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace vilda::report
