#include "vilda/report/slider_words.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <set>

namespace vilda::report {
namespace {

using Words = std::set<Eigen::Index>;

void add(const std::vector<Eigen::Index>& words, Words& to) {
  to.insert(words.begin(), words.end());
}

/// The words that fewer than `count` others beat or equal in both probability and lift.
Words undominated(const Eigen::VectorXd& probability, const Eigen::VectorXd& lift, std::size_t count) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(probability.size()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Eigen::Index>(i);
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
Words best_somewhere(const Words& candidates, const Eigen::VectorXd& probability,
                     const Eigen::VectorXd& weights, std::size_t count) {
  const std::vector<Eigen::Index> ids(candidates.begin(), candidates.end());
  const auto size = static_cast<Eigen::Index>(ids.size());
  Words best;
  Eigen::VectorXd scores(size);
  for (int step = 0; step <= kSliderSteps; ++step) {
    const double lambda = static_cast<double>(step) / kSliderSteps;
    for (Eigen::Index i = 0; i < size; ++i) {
      const Eigen::Index word = ids[static_cast<std::size_t>(i)];
      scores[i] = relevance(probability[word], weights[word], lambda);
    }
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
  Words shown = best_somewhere(candidates, probability, words.word_weights(), count);
  add(largest(frex, count), shown);
  std::vector<SliderWord> result;
  for (const Eigen::Index word : shown) {
    result.push_back(
        {.word = static_cast<std::size_t>(word), .probability = probability[word], .frex = frex[word]});
  }
  return result;
}

}  // namespace vilda::report
