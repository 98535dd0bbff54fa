#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/verb.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/model_directory.hpp"
#include "vilda/report/word_ranking.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

class TopicsVerb : public Verb {
 public:
  std::string name() const override { return "topics"; }
  std::string summary() const override { return "shows the words of a model's topics"; }
  std::string usage() const override { return "topics DIR [options]"; }
  std::string examples() const override {
    return "  vilda topics news\n"
           "  vilda topics news --words 20 --rank relevance --relevance-lambda 0.6\n"
           "  vilda topics news --json | python3 -m json.tool\n";
  }
  void add_options(po::options_description& options,
                   po::positional_options_description& positional) override {
    options.add_options()                                                                               //
        ("model,m", po::value(&directory_)->value_name("DIR"), "the model")                             //
        ("words", po::value(&num_words_)->default_value(num_words_)->value_name("N"), "words a topic")  //
        ("rank", po::value(&rank_)->default_value(rank_)->value_name("NAME"),
         ("order of the words: " + report::ranking_names()).c_str())  //
        ("relevance-lambda",
         po::value(&relevance_lambda_)->default_value(relevance_lambda_, "0.6")->value_name("L"),
         "relevance: 1 ranks by probability, 0 by lift");
    positional.add("model", 1);
  }

  int run(const CommonOptions& common, const po::variables_map&) override {
    if (directory_.empty()) throw InvalidOption("no model is given; expected vilda " + usage());
    if (num_words_ < 1) throw InvalidOption(fmt::format("--words is {}; it must be at least 1", num_words_));
    if (!(relevance_lambda_ >= 0 && relevance_lambda_ <= 1)) {
      throw InvalidOption(fmt::format("--relevance-lambda is {}; it must lie in [0, 1]", relevance_lambda_));
    }
    ranking_ = report::ranking_named(rank_);
    const lda::Model model = lda::load_model(directory_);
    const report::WordRanking words(model.topics);
    if (common.json) {
      print_json(model, words);
    } else {
      print_lines(model, words);
    }
    return done;
  }

 private:
  std::vector<report::RankedWord> best(const report::WordRanking& words, Eigen::Index topic) const {
    return words.best(topic, static_cast<std::size_t>(num_words_), ranking_, relevance_lambda_);
  }

  void print_lines(const lda::Model& model, const report::WordRanking& words) const {
    const int id_width = static_cast<int>(fmt::formatted_size("{}", model.topics.num_topics() - 1));
    for (Eigen::Index k = 0; k < model.topics.num_topics(); ++k) {
      std::string line = fmt::format("{:>{}}  {:5.1f} % ", k, id_width, 100 * words.topic_weights()[k]);
      for (const report::RankedWord& ranked : best(words, k))
        line += " " + model.vocabulary.word(ranked.word);
      fmt::print("{}\n", line);
    }
  }

  void print_json(const lda::Model& model, const report::WordRanking& words) const {
    Json topics = Json::array();
    for (Eigen::Index k = 0; k < model.topics.num_topics(); ++k) {
      Json list = Json::array();
      for (const report::RankedWord& ranked : best(words, k)) {
        Json word{{"word", model.vocabulary.word(ranked.word)}, {"probability", ranked.probability}};
        if (ranking_ != report::Ranking::probability) word["score"] = ranked.score;
        list.push_back(std::move(word));
      }
      topics.push_back({{"id", k}, {"weight", words.topic_weights()[k]}, {"words", std::move(list)}});
    }
    fmt::print("{}\n", Json{{"topics", std::move(topics)}}.dump(2));
  }

  std::string directory_;
  int num_words_ = 10;
  std::string rank_ = "probability";
  double relevance_lambda_ = 0.6;
  report::Ranking ranking_ = report::Ranking::probability;
};

}  // namespace

std::unique_ptr<Verb> make_topics() {
  return std::make_unique<TopicsVerb>();
}

}  // namespace vilda::app
