#include "vilda/report/word_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/sort/spreadsort/integer_sort.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "vilda/error.hpp"

namespace vilda::report {
namespace {

constexpr std::array<std::pair<Ranking, std::string_view>, 4> kNames{{{Ranking::probability, "probability"},
                                                                      {Ranking::relevance, "relevance"},
                                                                      {Ranking::frex, "frex"},
                                                                      {Ranking::lift, "lift"}}};

struct RankedValue {
  double value = 0;  // at least 0: such numbers have the order of their bits
  Eigen::Index index = 0;

  bool operator<(const RankedValue& other) const { return value < other.value; }
};

/// The share of values that are at most as large, in (0, 1]: the empirical distribution function at each
/// value. Values: each at least 0.
Eigen::VectorXd ranks(const Eigen::VectorXd& values) {
  std::vector<RankedValue> sorted(static_cast<std::size_t>(values.size()));
  for (Eigen::Index i = 0; i < values.size(); ++i)
    sorted[static_cast<std::size_t>(i)] = {.value = values[i], .index = i};
  boost::sort::spreadsort::integer_sort(sorted.begin(), sorted.end(),
                                        [](const RankedValue& ranked, unsigned bits) {
                                          return std::bit_cast<std::int64_t>(ranked.value) >> bits;
                                        });
  Eigen::VectorXd shares(values.size());
  for (std::size_t first = 0, end = 0; first < sorted.size(); first = end) {
    while (end < sorted.size() && sorted[end].value == sorted[first].value) ++end;
    for (std::size_t i = first; i < end; ++i) {
      shares[sorted[i].index] = static_cast<double>(end) / static_cast<double>(sorted.size());
    }
  }
  return shares;
}

}  // namespace

Ranking ranking_named(std::string_view name) {
  for (const auto& [ranking, its_name] : kNames) {
    if (its_name == name) return ranking;
  }
  throw InvalidOption(fmt::format("--rank is \"{}\"; it must be one of {}", name, ranking_names()));
}

std::string ranking_names() {
  std::string names;
  for (const auto& [ranking, name] : kNames) names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  return names;
}

double relevance(double log_probability, double log_lift, double relevance_lambda) {
  return relevance_lambda * log_probability + (1 - relevance_lambda) * log_lift;
}

std::vector<Eigen::Index> largest(const Eigen::VectorXd& scores, std::size_t count) {
  std::vector<Eigen::Index> positions(static_cast<std::size_t>(scores.size()));
  std::iota(positions.begin(), positions.end(), Eigen::Index{0});
  const auto last = positions.begin() + static_cast<std::ptrdiff_t>(std::min(count, positions.size()));
  std::ranges::partial_sort(positions, last, [&](Eigen::Index a, Eigen::Index b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  positions.erase(last, positions.end());
  return positions;
}

WordRanking::WordRanking(const lda::Topics& topics)
    : topics_(&topics),
      topic_weights_(topics.row_sums() / topics.row_sums().sum()),
      word_weights_(topics.num_words()),
      word_sums_(topics.num_words()) {
  const double total = topics.row_sums().sum();
  for (Eigen::Index w = 0; w < topics.num_words(); ++w) {
    // In the order of the topics, so that words with the same lambda weigh the same to the last bit.
    double weight = 0, sum = 0;
    for (Eigen::Index k = 0; k < topics.num_topics(); ++k) {
      weight += topics.lambda()(k, w);
      sum += probability(k, w);
    }
    word_weights_[w] = weight / total;
    word_sums_[w] = sum;
  }
}

Eigen::VectorXd WordRanking::probabilities(Eigen::Index topic) const {
  return topics_->lambda().row(topic).transpose() / topics_->row_sums()[topic];
}

Eigen::VectorXd WordRanking::topics_of_word(Eigen::Index word) const {
  return topics_->lambda().col(word) / topics_->lambda().col(word).sum();
}

Eigen::VectorXd WordRanking::scores(Eigen::Index topic, Ranking ranking, double relevance_lambda) const {
  const Eigen::VectorXd probability = probabilities(topic);
  switch (ranking) {
    case Ranking::probability:
      return probability;
    case Ranking::lift:
      return probability.cwiseQuotient(word_weights_);
    case Ranking::relevance:
      return probability.binaryExpr(word_weights_, [&](double p, double weight) {
        return relevance(std::log(p), std::log(p / weight), relevance_lambda);
      });
    case Ranking::frex: {
      const Eigen::ArrayXd exclusivity = ranks(probability.cwiseQuotient(word_sums_)).array();
      return 2 / (1 / exclusivity + 1 / ranks(probability).array());
    }
  }
  return probability;
}

std::vector<RankedWord> WordRanking::best(Eigen::Index topic, std::size_t count, Ranking ranking,
                                          double relevance_lambda) const {
  const Eigen::VectorXd score = scores(topic, ranking, relevance_lambda);
  std::vector<RankedWord> best;
  for (const Eigen::Index word : largest(score, count)) {
    best.push_back({.word = static_cast<std::size_t>(word),
                    .probability = probability(topic, word),
                    .score = score[word]});
  }
  return best;
}

}  // namespace vilda::report
