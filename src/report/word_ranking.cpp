#include "vilda/report/word_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "vilda/error.hpp"

namespace vilda::report {
namespace {

constexpr std::array<std::pair<Ranking, std::string_view>, 4> kNames{{{Ranking::probability, "probability"},
                                                                      {Ranking::relevance, "relevance"},
                                                                      {Ranking::frex, "frex"},
                                                                      {Ranking::lift, "lift"}}};

/// The share of values that are at most as large, in (0, 1]: the empirical distribution function at each
/// value.
Eigen::VectorXd ranks(const Eigen::VectorXd& values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  return values.unaryExpr([&](double value) {
    const auto above = std::ranges::upper_bound(sorted, value);
    return static_cast<double>(above - sorted.begin()) / static_cast<double>(sorted.size());
  });
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

WordRanking::WordRanking(const lda::Topics& topics)
    : beta_((topics.lambda().array().colwise() / topics.row_sums().array()).matrix().transpose()),
      topic_weights_(topics.row_sums() / topics.row_sums().sum()),
      word_weights_(beta_ * topic_weights_) {}

Eigen::VectorXd WordRanking::scores(Eigen::Index topic, Ranking ranking, double relevance_lambda) const {
  const Eigen::ArrayXd probability = beta_.col(topic).array();
  const Eigen::ArrayXd lift = probability / word_weights_.array();
  switch (ranking) {
    case Ranking::probability:
      return probability;
    case Ranking::lift:
      return lift;
    case Ranking::relevance:
      return relevance_lambda * probability.log() + (1 - relevance_lambda) * lift.log();
    case Ranking::frex: {
      const Eigen::ArrayXd exclusivity = ranks(probability / beta_.rowwise().sum().array()).array();
      return 2 / (1 / exclusivity + 1 / ranks(probability).array());
    }
  }
  return probability;
}

std::vector<RankedWord> WordRanking::best(Eigen::Index topic, std::size_t count, Ranking ranking,
                                          double relevance_lambda) const {
  const Eigen::VectorXd score = scores(topic, ranking, relevance_lambda);
  std::vector<Eigen::Index> words(static_cast<std::size_t>(score.size()));
  std::iota(words.begin(), words.end(), Eigen::Index{0});
  const auto last = words.begin() + static_cast<std::ptrdiff_t>(std::min(count, words.size()));
  std::ranges::partial_sort(words, last, [&](Eigen::Index a, Eigen::Index b) {
    return score[a] != score[b] ? score[a] > score[b] : a < b;
  });
  std::vector<RankedWord> best;
  for (auto word = words.begin(); word != last; ++word) {
    best.push_back(
        {.word = static_cast<std::size_t>(*word), .probability = beta_(*word, topic), .score = score[*word]});
  }
  return best;
}

}  // namespace vilda::report
