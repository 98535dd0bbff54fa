#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/text_style.hpp"
#include "app/verbs/topic_views.hpp"
#include "vilda/io/csv.hpp"
#include "vilda/report/corpus_view.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTopics = 5;    // shown of a document
constexpr double kLeastShare = 0.05;  // the main one is always shown
constexpr int kNameColumns = 32;

std::vector<Eigen::Index> main_topics(const Eigen::VectorXd& proportions) {
  std::vector<Eigen::Index> topics = report::largest(proportions, kTopics);
  while (topics.size() > 1 && proportions[topics.back()] < kLeastShare) topics.pop_back();
  return topics;
}

}  // namespace

void show_documents(const TopicsRequest& request) {
  const corpus::Corpus& corpus = request.held_out->documents.corpus;
  const auto label = [&](std::size_t d) { return corpus.labels.empty() ? std::string() : corpus.labels[d]; };
  const int columns = stdout_columns();
  Json documents = Json::array();
  if (request.shape == Shape::csv) fmt::print("name,label,topic,proportion\n");
  if (request.shape == Shape::lines)
    fmt::print("{}\n", faint(fitted(padded("document", kNameColumns) + "  its main topics: id and share")));
  report::for_each_document(
      request.model, corpus, request.document, [&](std::size_t d, const Eigen::VectorXd& proportions) {
        const bool empty = math::column_rows(corpus.counts, d).empty();
        const auto topics = empty ? std::vector<Eigen::Index>() : main_topics(proportions);
        if (request.shape == Shape::json) {
          Json list = Json::array();
          for (const Eigen::Index k : topics) list.push_back({{"id", k}, {"proportion", proportions[k]}});
          documents.push_back({{"name", corpus.names[d]}, {"label", label(d)}, {"topics", std::move(list)}});
        } else if (request.shape == Shape::csv) {
          for (const Eigen::Index k : topics) {
            fmt::print("{},{},{},{}\n", io::csv_field(corpus.names[d]), io::csv_field(label(d)), k,
                       proportions[k]);
          }
        } else {
          const std::string name = cut_to_width(printable(corpus.names[d]), kNameColumns);
          std::string line = padded(name, kNameColumns);
          for (const Eigen::Index k : topics) {
            const std::string topic = fmt::format("  {:>4} {:3.0f} %", k, 100 * proportions[k]);
            if (columns > 0 && display_width(line + topic) > columns) break;
            line += topic;
          }
          fmt::print("{}\n", fitted(line + (empty ? "  (no words)" : "")));
        }
      });
  if (request.shape == Shape::json) fmt::print("{}\n", Json{{"documents", std::move(documents)}}.dump(2));
}

}  // namespace vilda::app
