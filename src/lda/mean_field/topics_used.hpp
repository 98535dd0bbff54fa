#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"

namespace vilda::lda {

/// Of K topics a document may use so many while the others rest: with more, all of them take no longer.
constexpr std::size_t most_used_beside_resting(std::size_t num_topics) {
  return num_topics / 8;
}

/// What a document sees of all topics at rest, at gamma_k = alpha_k.
struct RestingWeights {
  const float* weights;   ///< a row of K: exp(digamma(alpha_k))
  const float* of_words;  ///< n: sum_k weights_k times the word's row
};

/// The topics, ascending, whose gamma differs from alpha by `least` tokens.
void find_topics_used(const float* gamma, const float* alpha, std::size_t num_topics, float least,
                      std::vector<std::uint32_t>& topics);

/// A document of n words as the few topics that it uses see it, for one document after the other.
class TopicsUsed {
 public:
  TopicsUsed(std::size_t longest_document, std::size_t num_topics);

  /// Those whose gamma differs from alpha by `least` tokens; the others add nothing to a normalizer. False
  /// where there are none, or more than `most`: nothing else may be called then.
  bool gather(const kernels::Document& document, const float* gamma, float least, std::size_t most);

  /// The same, but the others rest at their prior amount and add what they do there. False, too, where no
  /// topic has a token, so that weights were scaled.
  bool gather_beside_resting(const kernels::Document& document, const RestingWeights& resting,
                             const float* gamma, float least);

  /// Iterates until gamma changes by less than `tolerance`, added up.
  kernels::Outcome iterate(int max_iterations, float tolerance);

  /// Leaves topics of fewer tokens to the others; one of them stays.
  void drop_unused(float least);

  void copy_gamma(float* gamma) const;        ///< of these topics, to where they are among all
  void copy_normalizers(float* normalizers);  ///< n, at gamma
  float tokens_of_others() const;             ///< in the last iteration

  std::span<const std::uint32_t> topics() const { return topics_; }  ///< ascending
  /// In the last iteration: n_w phi_wk / (ratios_w times the topic's row), less what that is at rest.
  const float* weights_above_resting() const;
  const float* ratios() const { return ratios_.row(0); }  ///< n, in the last iteration

 private:
  void gather_words(const kernels::Document& document);
  kernels::DocumentByTopic document() const;
  void pad_rows();

  std::size_t num_topics_;             // of all
  std::vector<std::uint32_t> topics_;  // K, of which those used
  bool others_rest_ = false;
  Rows alpha_, gamma_, tokens_, resting_weights_;  // one
  Rows weights_;                                   // two, one behind the other
  Rows sums_;                                      // kRowMultiple numbers a topic
  std::size_t num_words_ = 0;
  Rows counts_, resting_, ratios_;  // one row, of words
  Rows words_;                      // a row a topic
  std::vector<const float*> rows_;  // of topics_
};

}  // namespace vilda::lda
