#include "vilda/report/explorer.hpp"

#include <algorithm>
#include <string_view>

#include "report/base64.hpp"
#include "report/explorer_json.hpp"
#include "report/xml_text.hpp"
#include "vilda/report/slider_words.hpp"

namespace vilda::report {
namespace {

/// Built from the sources beside it by scripts/build-explorer.
constexpr std::string_view kBundle =
#include "report/explorer/bundle/explorer.html.inc"
    ;

constexpr std::size_t kMostPasses = 400;  // shown of a trace

/// JSON that cannot end the element it stands in, whatever its strings hold.
std::string for_html(const std::string& json) {
  std::string result;
  result.reserve(json.size() + json.size() / 64);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i, 3);
    if (rest[0] == '<') {
      result += "\\u003c";
    } else if (rest[0] == '>') {
      result += "\\u003e";
    } else if (rest[0] == '&') {
      result += "\\u0026";
    } else if (rest == "\u2028" || rest == "\u2029") {
      result += rest == "\u2028" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      result += json[i];
    }
  }
  return result;
}

/// The first and the last pass, and enough between them.
Json trace_json(const std::vector<lda::TracePass>& trace) {
  Json passes = Json::array();
  const std::size_t step = trace.size() / kMostPasses + 1;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (i % step != 0 && i + 1 != trace.size()) continue;
    const auto& [summary, ledger, estimate] = trace[i];
    Json terms = Json::object();
    for (const auto& [name, value] : summary.elbo->terms()) terms[name] = value;
    passes.push_back({{"pass", summary.passes},
                      {"elbo_nats", summary.elbo->total()},
                      {"terms", std::move(terms)},
                      {"documents", ledger.documents},
                      {"documents_converged", ledger.converged},
                      {"seconds", summary.seconds},
                      {"estimate", estimate}});
  }
  return passes;
}

/// The words of every topic's chart, and all words the page knows.
void add_words(const ExplorerContent& content, Json& page) {
  const auto num_topics = static_cast<std::size_t>(content.model->topics.num_topics());
  std::vector<std::vector<SliderWord>> of_topics(num_topics);
#pragma omp parallel for schedule(dynamic)
  for (std::size_t k = 0; k < num_topics; ++k)
    of_topics[k] = slider_words(*content.words, static_cast<Eigen::Index>(k), content.words_per_topic);

  std::vector<std::size_t> needed;
  for (const auto& words : of_topics)
    for (const SliderWord& word : words) needed.push_back(word.word);
  const PageWords known(content, needed);

  std::vector<std::uint32_t> starts{0}, places;
  std::vector<double> probabilities, weights, frex;
  for (const auto& words : of_topics) {
    for (const SliderWord& word : words) {
      places.push_back(known.place(word.word));
      probabilities.push_back(word.probability);
      weights.push_back(content.words->word_weights()[static_cast<Eigen::Index>(word.word)]);
      frex.push_back(word.frex);
    }
    starts.push_back(static_cast<std::uint32_t>(places.size()));
  }
  page["words"] = words_json(content, known);
  page["entries"] = {{"start", base64(starts)},
                     {"word", base64(places)},
                     {"probability", base64(probabilities)},
                     {"weight", base64(weights)},
                     {"frex", base64(frex)}};
}

Json page_json(const ExplorerContent& content) {
  const lda::Model& model = *content.model;
  Json page{{"title", content.title},
            {"num_topics", model.topics.num_topics()},
            {"num_words", model.topics.num_words()},
            {"num_documents", model.num_documents},
            {"num_tokens", model.num_tokens},
            {"words_per_topic", content.words_per_topic},
            {"relevance_lambda", content.relevance_lambda}};
  page["topics"] = topics_json(content);
  add_words(content, page);
  add_corpus_json(content, page);
  page["trace"] = trace_json(content.trace);
  page["facts"] = content.facts;
  page["metrics"] = content.metrics;
  return page;
}

/// Puts `value` in the place of `mark`, which the bundle has once.
void append_filled(std::string_view& rest, std::string_view mark, const std::string& value,
                   std::string& html) {
  const std::size_t at = rest.find(mark);
  html += rest.substr(0, at);
  html += value;
  rest.remove_prefix(at + mark.size());
}

}  // namespace

std::string explorer_html(const ExplorerContent& content) {
  // Words and names that are not UTF-8 show U+FFFD where the stray bytes were.
  const std::string data = for_html(page_json(content).dump(-1, ' ', false, Json::error_handler_t::replace));
  std::string_view rest = kBundle;
  std::string html;
  html.reserve(kBundle.size() + data.size() + 256);
  append_filled(rest, "{{TITLE}}", xml_text(content.title) + " \u2013 topics", html);
  append_filled(rest, "{{DATA}}", data, html);
  html += rest;
  return html;
}

std::string title_of(const std::string& corpus) {
  std::string name = corpus.substr(corpus.find_last_of('/') + 1);
  if (const std::size_t dot = name.find('.', 1); dot != std::string::npos) name.resize(dot);
  std::ranges::replace(name, '-', ' ');
  std::ranges::replace(name, '_', ' ');
  return name.empty() ? "Topics" : name;
}

}  // namespace vilda::report
