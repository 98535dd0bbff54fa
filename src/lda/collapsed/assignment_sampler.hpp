#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "vilda/math/random.hpp"

namespace vilda::lda {

/// Draws the topics of a document's tokens from their posterior at fixed topics, by Gibbs sampling:
///
///   p(z_n = k | the others)  proportional to  (alpha_k + N_dk without n) beta_kw.
///
/// Griffiths & Steyvers (2004), Finding scientific topics, eq. 5. Counts drawn together say how many topics a
/// document uses; expected counts do not, for every topic has a little of every token.
///
/// Of a document of more than kMostTokens tokens, so many are drawn, at equal distances in the order of its
/// words: some tokens of a document are distributed as a document with the same alpha is.
class AssignmentSampler {
 public:
  static constexpr std::size_t kMostTokens = std::size_t{1} << 16;

  explicit AssignmentSampler(std::size_t num_topics);

  /// Starts with every token's topic drawn from phi (a row a word), then makes so many sweeps. Returns N_dk
  /// of the document's K topics, at most num_topics.
  std::span<const float> draw(const kernels::CollapsedDocument& document, const float* phi, int sweeps,
                              math::CounterEngine random);

 private:
  void choose_tokens(const kernels::CollapsedDocument& document);
  void sweep(const kernels::CollapsedDocument& document, math::CounterEngine& random);
  void count(std::size_t topic, float more, const float* alpha);

  Rows counts_;                        // N_dk
  Rows weights_;                       // alpha_k + N_dk
  Rows ones_, scratch_;                // one each
  std::vector<std::uint32_t> tokens_;  // of each word, how many are drawn
  std::vector<std::size_t> topics_;    // of these tokens
};

}  // namespace vilda::lda
