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
  explicit WordRanking(const lda::Topics& topics);

  const Eigen::VectorXd& topic_weights() const { return topic_weights_; }  ///< K, sums to 1: p(k)
  const Eigen::VectorXd& word_weights() const { return word_weights_; }    ///< V, sums to 1: p(w)

  /// The best `count` words (at most V) of a topic, best first; of equal ones the lower id first.
  /// relevance_lambda: in [0, 1], for Ranking::relevance.
  std::vector<RankedWord> best(Eigen::Index topic, std::size_t count, Ranking ranking,
                               double relevance_lambda = 0.6) const;

 private:
  Eigen::VectorXd scores(Eigen::Index topic, Ranking ranking, double relevance_lambda) const;

  Eigen::MatrixXd beta_;  // V x K: p(w | k)
  Eigen::VectorXd topic_weights_;
  Eigen::VectorXd word_weights_;
};

}  // namespace vilda::report
