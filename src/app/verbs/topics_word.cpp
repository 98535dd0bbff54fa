#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/text_style.hpp"
#include "app/verbs/topic_views.hpp"
#include "vilda/error.hpp"
#include "vilda/io/csv.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

/// A word in a topic.
struct Standing {
  Eigen::Index topic;
  double share;        ///< p(k | w)
  double probability;  ///< p(w | k)
  double lift;
  Eigen::Index rank;  ///< by probability among the topic's words, from 1
};

std::vector<Standing> standings(const report::WordRanking& words, Eigen::Index word) {
  const Eigen::VectorXd shares = words.topics_of_word(word);
  std::vector<Standing> list;
  for (const Eigen::Index k : report::largest(shares, static_cast<std::size_t>(shares.size()))) {
    const Eigen::VectorXd probabilities = words.probabilities(k);
    const double probability = probabilities[word];
    list.push_back({.topic = k,
                    .share = shares[k],
                    .probability = probability,
                    .lift = words.lift(k, word),
                    .rank = 1 + (probabilities.array() > probability).count()});
  }
  return list;
}

std::size_t id_of(const TopicsRequest& request, const std::string& word) {
  if (const auto id = request.model.vocabulary.id(word)) return *id;
  std::string similar;
  int found = 0;
  for (const std::string& other : request.model.vocabulary.words()) {
    if (found < 5 && word.size() > 2 &&
        other.starts_with(std::string_view(word).substr(0, word.size() - 1))) {
      similar += (found++ == 0 ? "" : ", ") + other;
    }
  }
  throw InvalidOption(fmt::format("--word: \"{}\" is not among the {} words of the model{}", word,
                                  request.model.vocabulary.size(),
                                  similar.empty() ? "" : "; it has " + similar));
}

}  // namespace

void show_word(const TopicsRequest& request, const std::string& word) {
  const std::size_t id = id_of(request, word);
  const auto index = static_cast<Eigen::Index>(id);
  const std::vector<Standing> list = standings(request.words, index);
  if (request.shape == Shape::json) {
    Json topics = Json::array();
    for (const Standing& s : list) {
      topics.push_back({{"id", s.topic},
                        {"share", s.share},
                        {"probability", s.probability},
                        {"lift", s.lift},
                        {"rank", s.rank}});
    }
    const Json json{{"word", word},
                    {"id", id},
                    {"count", request.word_count(id)},
                    {"probability", request.words.word_weights()[index]},
                    {"topics", std::move(topics)}};
    fmt::print("{}\n", json.dump(2));
  } else if (request.shape == Shape::csv) {
    fmt::print("word,topic,share,probability,lift,rank\n");
    for (const Standing& s : list) {
      fmt::print("{},{},{},{},{},{}\n", io::csv_field(word), s.topic, s.share, s.probability, s.lift, s.rank);
    }
  } else {
    fmt::print("{}: {}{:.0f} times in the corpus\n\n{}\n", bold(printable(word)),
               request.held_out == nullptr ? "about " : "", request.word_count(id),
               faint(fitted("topic  share of the word            rank   lift   the topic's words")));
    for (const Standing& s : list) {
      if (s.share < 0.005 && &s != &list.front()) break;
      std::string words;
      for (const report::RankedWord& ranked : request.words.best(s.topic, 6, report::Ranking::probability))
        words += " " + printable(request.model.vocabulary.word(ranked.word));
      fmt::print("{}\n", fitted(fmt::format("{:>5}  {:5.1f} % {} {:>8} {:6.1f}  {}", s.topic, 100 * s.share,
                                            bar(s.share, 16), s.rank, s.lift, words)));
    }
  }
}

}  // namespace vilda::app
