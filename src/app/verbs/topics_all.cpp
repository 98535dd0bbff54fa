#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/text_style.hpp"
#include "app/verbs/topic_views.hpp"
#include "vilda/io/csv.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kBarColumns = 10;

/// As many words as fit the line, at least one.
std::string words_line(const TopicsRequest& request, Eigen::Index topic, int columns) {
  std::string line;
  int width = 0;
  for (const report::RankedWord& ranked : request.best(topic)) {
    const std::string word = printable(request.model.vocabulary.word(ranked.word));
    const int added = display_width(word) + 1;
    if (columns > 0 && width > 0 && width + added > columns) break;
    line += (line.empty() ? "" : " ") + word;
    width += added;
  }
  return line;
}

void print_lines(const TopicsRequest& request) {
  const Eigen::VectorXd& weights = request.words.topic_weights();
  const int id_width = static_cast<int>(fmt::formatted_size("{}", weights.size() - 1));
  const int before_words = id_width + 2 + 7 + 1 + kBarColumns + 1;
  const int columns = stdout_columns();
  const int for_words = columns == 0 ? 0 : std::max(1, columns - before_words);
  for (Eigen::Index k = 0; k < weights.size(); ++k) {
    fmt::print("{}  {:5.1f} % {} {}\n", bold(fmt::format("{:>{}}", k, id_width)), 100 * weights[k],
               faint(bar(weights[k] / weights.maxCoeff(), kBarColumns)), words_line(request, k, for_words));
  }
}

void print_csv(const TopicsRequest& request) {
  fmt::print("topic,weight,rank,word,probability,score\n");
  for (Eigen::Index k = 0; k < request.words.num_topics(); ++k) {
    int rank = 0;
    for (const report::RankedWord& ranked : request.best(k)) {
      fmt::print("{},{},{},{},{},{}\n", k, request.words.topic_weights()[k], ++rank,
                 io::csv_field(request.model.vocabulary.word(ranked.word)), ranked.probability, ranked.score);
    }
  }
}

void print_json(const TopicsRequest& request) {
  Json topics = Json::array();
  for (Eigen::Index k = 0; k < request.words.num_topics(); ++k) {
    Json list = Json::array();
    for (const report::RankedWord& ranked : request.best(k)) {
      Json word{{"word", request.model.vocabulary.word(ranked.word)}, {"probability", ranked.probability}};
      if (request.ranking != report::Ranking::probability) word["score"] = ranked.score;
      list.push_back(std::move(word));
    }
    topics.push_back({{"id", k}, {"weight", request.words.topic_weights()[k]}, {"words", std::move(list)}});
  }
  fmt::print("{}\n", Json{{"topics", std::move(topics)}}.dump(2));
}

}  // namespace

void show_all_topics(const TopicsRequest& request) {
  if (request.shape == Shape::json) return print_json(request);
  if (request.shape == Shape::csv) return print_csv(request);
  print_lines(request);
}

}  // namespace vilda::app
