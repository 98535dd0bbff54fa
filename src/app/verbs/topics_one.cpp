#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "app/text_style.hpp"
#include "app/verbs/topic_views.hpp"
#include "vilda/io/csv.hpp"
#include "vilda/report/corpus_view.hpp"
#include "vilda/report/topic_map.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNearest = 5;
constexpr std::size_t kDocuments = 8;
constexpr std::size_t kSnippetCharacters = 300;
constexpr int kWidestCell = 24;
constexpr int kNarrowestCell = 15;

struct RankedList {
  std::string name;
  std::vector<report::RankedWord> words;
};

std::vector<RankedList> all_rankings(const TopicsRequest& request, Eigen::Index topic) {
  std::vector<RankedList> lists;
  for (const char* name : {"probability", "relevance", "frex", "lift"}) {
    lists.push_back({name, request.words.best(topic, request.num_words, report::ranking_named(name),
                                              request.relevance_lambda)});
  }
  return lists;
}

/// The documents that have most of a topic; nothing without a corpus.
struct Documents {
  std::vector<report::TypicalDocument> typical;
  std::map<std::size_t, std::string> texts;
};

Documents documents_of(const TopicsRequest& request, Eigen::Index topic) {
  if (request.held_out == nullptr) return {};
  report::CorpusView view =
      report::view_corpus(request.model, request.held_out->documents.corpus, request.document, kDocuments);
  Documents documents{.typical = std::move(view.typical_documents[static_cast<std::size_t>(topic)]),
                      .texts = {}};
  std::vector<std::size_t> numbers;
  for (const report::TypicalDocument& document : documents.typical) numbers.push_back(document.document);
  documents.texts = request.held_out->texts(std::move(numbers), kSnippetCharacters);
  return documents;
}

void print_json(const TopicsRequest& request, Eigen::Index topic, const Eigen::MatrixXd& divergences,
                const Documents& documents) {
  Json json{{"id", topic}, {"weight", request.words.topic_weights()[topic]}};
  for (const auto& [name, words] : all_rankings(request, topic)) {
    Json& list = json["rankings"][name] = Json::array();
    for (const report::RankedWord& ranked : words) {
      list.push_back({{"word", request.model.vocabulary.word(ranked.word)},
                      {"probability", ranked.probability},
                      {"score", ranked.score},
                      {"count", request.word_count(ranked.word)}});
    }
  }
  json["nearest"] = Json::array();
  for (const Eigen::Index other : report::nearest_topics(divergences, topic)) {
    json["nearest"].push_back({{"id", other}, {"jensen_shannon_nats", divergences(topic, other)}});
  }
  if (request.held_out != nullptr) {
    json["documents"] = Json::array();
    for (const auto& [document, proportions] : documents.typical) {
      const corpus::Corpus& corpus = request.held_out->documents.corpus;
      Json entry{{"name", corpus.names[document]}};
      if (!corpus.labels.empty()) entry["label"] = corpus.labels[document];
      entry["proportion"] = proportions[topic];
      if (const auto text = documents.texts.find(document); text != documents.texts.end())
        entry["text"] = text->second;
      json["documents"].push_back(std::move(entry));
    }
  }
  fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
}

void print_csv(const TopicsRequest& request, Eigen::Index topic) {
  fmt::print("topic,ranking,rank,word,probability,score,count\n");
  for (const auto& [name, words] : all_rankings(request, topic)) {
    int rank = 0;
    for (const report::RankedWord& ranked : words) {
      fmt::print("{},{},{},{},{},{},{}\n", topic, name, ++rank,
                 io::csv_field(request.model.vocabulary.word(ranked.word)), ranked.probability, ranked.score,
                 request.word_count(ranked.word));
    }
  }
}

std::string without_trailing_spaces(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

void print_rankings(const TopicsRequest& request, Eigen::Index topic) {
  const std::vector<RankedList> lists = all_rankings(request, topic);
  const int share = stdout_columns() == 0 ? kWidestCell : stdout_columns() / static_cast<int>(lists.size());
  const int cell = std::clamp(share, kNarrowestCell, kWidestCell);
  std::string heading;
  for (const auto& [name, words] : lists)
    heading +=
        padded(name == "relevance" ? fmt::format("relevance {:g}", request.relevance_lambda) : name, cell);
  fmt::print("{}\n", faint(fitted(without_trailing_spaces(heading))));
  for (std::size_t row = 0; row < lists[0].words.size(); ++row) {
    std::string line;
    for (const auto& [name, words] : lists) {
      const std::string& word = request.model.vocabulary.word(words[row].word);
      const std::string count = fmt::format(" {:.0f}", request.word_count(words[row].word));
      const int for_word = cell - 2 - static_cast<int>(count.size());
      line += padded(cut_to_width(printable(word), for_word) + count, cell);
    }
    fmt::print("{}\n", fitted(without_trailing_spaces(line)));
  }
}

void print_nearest(const TopicsRequest& request, Eigen::Index topic, const Eigen::MatrixXd& divergences) {
  auto nearest = report::nearest_topics(divergences, topic);
  if (nearest.empty()) return;
  nearest.resize(std::min(nearest.size(), kNearest));
  fmt::print("\n{}\n",
             faint(fitted("nearest topics, by Jensen-Shannon divergence (0 the same, 0.69 nothing shared)")));
  for (const Eigen::Index other : nearest) {
    std::string words;
    for (const report::RankedWord& ranked : request.words.best(other, 8, report::Ranking::probability))
      words += " " + printable(request.model.vocabulary.word(ranked.word));
    fmt::print("{}\n", fitted(fmt::format("{:>5}  {:.3f} {}", other, divergences(topic, other), words)));
  }
}

void print_documents(const TopicsRequest& request, Eigen::Index topic, const Documents& documents) {
  const corpus::Corpus& corpus = request.held_out->documents.corpus;
  const int columns = stdout_columns() == 0 ? 110 : stdout_columns();
  fmt::print("\n{}\n", faint("most typical documents"));
  for (const auto& [document, proportions] : documents.typical) {
    const std::string label = corpus.labels.empty() ? "" : "  " + printable(corpus.labels[document]);
    fmt::print("{:>4.0f} %  {}{}\n", 100 * proportions[topic], bold(printable(corpus.names[document])),
               faint(label));
    if (const auto text = documents.texts.find(document); text != documents.texts.end())
      fmt::print("        {}\n", cut_to_width(printable(text->second), std::max(20, columns - 8)));
  }
}

}  // namespace

void show_topic(const TopicsRequest& request, Eigen::Index topic) {
  if (request.shape == Shape::csv) return print_csv(request, topic);
  const Eigen::MatrixXd divergences =
      report::jensen_shannon(request.model.topics, report::affordable_words(request.words.num_topics()));
  const Documents documents = documents_of(request, topic);
  if (request.shape == Shape::json) return print_json(request, topic, divergences, documents);
  fmt::print("{}: {:.1f} % of the corpus. Beside a word: how often it stands in the corpus.\n\n",
             bold(fmt::format("Topic {}", topic)), 100 * request.words.topic_weights()[topic]);
  print_rankings(request, topic);
  print_nearest(request, topic, divergences);
  if (request.held_out != nullptr) print_documents(request, topic, documents);
}

}  // namespace vilda::app
