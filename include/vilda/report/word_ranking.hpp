#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "vilda/lda/topics.hpp"

/// Which words stand for a topic. All from lambda alone, with
///
///   p(w | k) = lambda_kw / sum_v lambda_kv,  p(k) = sum_w lambda_kw / sum_jv lambda_jv,  p(w) = sum_k p(k)
///   p(w | k).
namespace vilda::report {

enum class Ranking {
  probability,  ///< p(w | k)
  relevance,    ///< l log p(w | k) + (1 - l) log(p(w | k) / p(w)): Sievert & Shirley (2014), LDAvis, eq. 1
  frex,  ///< harmonic mean of the ranks of exclusivity p(w | k) / sum_j p(w | j) and of p(w | k) among the
         ///< topic's words, both in (0, 1]: Bischof & Airoldi (2012), eq. 4, with weight 1/2
  lift,  ///< p(w | k) / p(w): Taddy (2012), section 4.2
};

Ranking ranking_named(std::string_view name);  ///< throws InvalidOption
std::string ranking_names();                   ///< all, for messages

struct RankedWord {
  std::size_t word = 0;    ///< its id
  double probability = 0;  ///< p(w | k)
  double score = 0;        ///< what it was ranked by
};

class WordRanking {
 public:
  /// The topics must outlive the ranking.
  explicit WordRanking(const lda::Topics& topics);
  explicit WordRanking(lda::Topics&&) = delete;

  Eigen::Index num_topics() const { return topics_->num_topics(); }
  Eigen::Index num_words() const { return topics_->num_words(); }
  const Eigen::VectorXd& topic_weights() const { return topic_weights_; }  ///< K, sums to 1: p(k)
  const Eigen::VectorXd& word_weights() const { return word_weights_; }    ///< V, sums to 1: p(w)

  Eigen::VectorXd probabilities(Eigen::Index topic) const;    ///< V: p(w | k)
  Eigen::VectorXd topics_of_word(Eigen::Index word) const;    ///< K, sums to 1: p(k | w)
  double lift(Eigen::Index topic, Eigen::Index word) const {  ///< p(w | k) / p(w)
    return probability(topic, word) / word_weights_[word];
  }
  double probability(Eigen::Index topic, Eigen::Index word) const {  ///< p(w | k)
    return topics_->lambda()(topic, word) / topics_->row_sums()[topic];
  }

  /// V: what `best` ranks by.
  Eigen::VectorXd scores(Eigen::Index topic, Ranking ranking, double relevance_lambda = 0.6) const;

  /// The best `count` words (at most V) of a topic, best first; of equal ones the lower id first.
  /// relevance_lambda: in [0, 1], for Ranking::relevance.
  std::vector<RankedWord> best(Eigen::Index topic, std::size_t count, Ranking ranking,
                               double relevance_lambda = 0.6) const;

 private:
  const lda::Topics* topics_;
  Eigen::VectorXd topic_weights_;
  Eigen::VectorXd word_weights_;
  Eigen::VectorXd word_sums_;  // V: sum_k p(w | k)
};

/// l log p(w | k) + (1 - l) log(p(w | k) / p(w))
double relevance(double log_probability, double log_lift, double relevance_lambda);

/// The positions of the `count` largest scores, largest first; of equal ones the lower first.
std::vector<Eigen::Index> largest(const Eigen::VectorXd& scores, std::size_t count);

}  // namespace vilda::report
