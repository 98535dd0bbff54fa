#include "vilda/report/slider_words.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <set>

namespace vilda::report {
namespace {

using Words = std::set<Eigen::Index>;

void add(const std::vector<Eigen::Index>& words, Words& to) {
  to.insert(words.begin(), words.end());
}

/// The words that are not beaten or equalled in both probability and lift by all of the `count` words where
/// the product of the two is largest. They are few, and have all undominated words among them.
std::vector<Eigen::Index> contenders(const Eigen::VectorXd& probability, const Eigen::VectorXd& lift,
                                     std::size_t count) {
  double least_probability = std::numeric_limits<double>::infinity(), least_lift = least_probability;
  std::vector<Eigen::Index> words = largest(probability.cwiseProduct(lift), count);
  for (const Eigen::Index word : words) {
    least_probability = std::min(least_probability, probability[word]);
    least_lift = std::min(least_lift, lift[word]);
  }
  const Words best(words.begin(), words.end());
  for (Eigen::Index word = 0; word < probability.size(); ++word) {
    const bool beaten = probability[word] <= least_probability && lift[word] <= least_lift;
    if (!beaten && !best.contains(word)) words.push_back(word);
  }
  return words;
}

/// The words that fewer than `count` others beat or equal in both probability and lift.
Words undominated(const Eigen::VectorXd& probability, const Eigen::VectorXd& lift, std::size_t count) {
  std::vector<Eigen::Index> order = contenders(probability, lift, count);
  std::ranges::sort(order, [&](Eigen::Index a, Eigen::Index b) {
    if (probability[a] != probability[b]) return probability[a] > probability[b];
    return lift[a] != lift[b] ? lift[a] > lift[b] : a < b;
  });
  Words words;
  std::priority_queue<double, std::vector<double>, std::greater<>>
      best_lifts;  // of words before, the least on top
  for (const Eigen::Index word : order) {
    const bool full = best_lifts.size() == count;
    if (full && best_lifts.top() >= lift[word]) continue;
    if (full) best_lifts.pop();
    best_lifts.push(lift[word]);
    words.insert(word);
  }
  return words;
}

/// The best `count` of the candidates at every place of the slider.
Words best_somewhere(const Words& candidates, const Eigen::VectorXd& probability, const Eigen::VectorXd& lift,
                     std::size_t count) {
  const std::vector<Eigen::Index> ids(candidates.begin(), candidates.end());
  const Eigen::VectorXd log_probability = probability(ids).unaryExpr([](double p) { return std::log(p); });
  const Eigen::VectorXd log_lift = lift(ids).unaryExpr([](double ratio) { return std::log(ratio); });
  Words best;
  for (int step = 0; step <= kSliderSteps; ++step) {
    const double lambda = static_cast<double>(step) / kSliderSteps;
    const Eigen::VectorXd scores = log_probability.binaryExpr(
        log_lift, [&](double log_p, double log_ratio) { return relevance(log_p, log_ratio, lambda); });
    for (const Eigen::Index i : largest(scores, count)) best.insert(ids[static_cast<std::size_t>(i)]);
  }
  return best;
}

}  // namespace

std::vector<SliderWord> slider_words(const WordRanking& words, Eigen::Index topic, std::size_t count) {
  const Eigen::VectorXd probability = words.probabilities(topic);
  const Eigen::VectorXd lift = probability.cwiseQuotient(words.word_weights());
  const Eigen::VectorXd frex = words.scores(topic, Ranking::frex);
  Words candidates = undominated(probability, lift, count);
  add(largest(probability, count), candidates);  // with ties, where the lower id comes first
  add(largest(lift, count), candidates);
  Words shown = best_somewhere(candidates, probability, lift, count);
  add(largest(frex, count), shown);
  std::vector<SliderWord> result;
  for (const Eigen::Index word : shown) {
    result.push_back(
        {.word = static_cast<std::size_t>(word), .probability = probability[word], .frex = frex[word]});
  }
  return result;
}

}  // namespace vilda::report
