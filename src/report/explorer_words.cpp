#include <algorithm>
#include <cmath>

#include "report/base64.hpp"
#include "report/explorer_json.hpp"
#include "vilda/report/slider_words.hpp"
#include "vilda/report/topic_map.hpp"

namespace vilda::report {
namespace {

constexpr std::size_t kNearest = 3;
constexpr double kLeastShare = 0.02;        // of a word in a topic, for the search to tell
constexpr std::size_t kMostStandings = 12;  // topics a word is told of

std::vector<double> numbers(const Eigen::Ref<const Eigen::VectorXd>& values) {
  return {values.begin(), values.end()};
}

Json nearest_json(const ExplorerContent& content) {
  Json all = Json::array();
  for (Eigen::Index k = 0; k < content.divergences.rows(); ++k) {
    Json list = Json::array();
    for (const Eigen::Index other : nearest_topics(content.divergences, k)) {
      if (list.size() == kNearest) break;
      list.push_back({other, content.divergences(k, other)});
    }
    all.push_back(std::move(list));
  }
  return all;
}

}  // namespace

PageWords::PageWords(const ExplorerContent& content, const std::vector<std::size_t>& needed) : ids_(needed) {
  for (const Eigen::Index word : largest(content.word_counts, content.max_search_words))
    ids_.push_back(static_cast<std::size_t>(word));
  std::ranges::sort(ids_);
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
}

std::uint32_t PageWords::place(std::size_t id) const {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(ids_, id) - ids_.begin());
}

Json topics_json(const ExplorerContent& content) {
  return {{"weight", base64(numbers(content.words->topic_weights()))},
          {"x", base64(numbers(content.places.col(0)))},
          {"y", base64(numbers(content.places.col(1)))},
          {"nearest", nearest_json(content)}};
}

Json words_json(const ExplorerContent& content, const PageWords& words) {
  std::string text;
  std::vector<float> counts;
  std::vector<std::uint8_t> num_topics, shares;
  std::vector<std::uint16_t> topics;
  for (const std::size_t id : words.ids()) {
    const auto word = static_cast<Eigen::Index>(id);
    if (!counts.empty()) text += '\n';
    text += content.model->vocabulary.word(id);
    counts.push_back(static_cast<float>(content.word_counts[word]));
    const Eigen::VectorXd share = content.words->topics_of_word(word);
    std::uint8_t told = 0;
    for (const Eigen::Index k : largest(share, kMostStandings)) {
      if (share[k] < kLeastShare) break;
      topics.push_back(static_cast<std::uint16_t>(k));
      shares.push_back(static_cast<std::uint8_t>(std::lround(255 * share[k])));
      ++told;
    }
    num_topics.push_back(told);
  }
  return {{"text", std::move(text)},
          {"count", base64(counts)},
          {"num_topics", base64(num_topics)},
          {"topic", base64(topics)},
          {"share", base64(shares)}};
}

}  // namespace vilda::report
