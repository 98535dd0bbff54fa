#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lda/kernels.hpp"
#include "vilda/math/random.hpp"

namespace vilda::lda {

/// Draws the topics of a document's tokens from their posterior at fixed topics, by Gibbs sampling:
///
///   p(z_n = k | the others)  proportional to  (alpha_k + N_dk without n) beta_kw.
///
/// Griffiths & Steyvers (2004), Finding scientific topics, eq. 5. Counts drawn together say how many topics a
/// document uses; expected counts do not, for every topic has a little of every token.
class AssignmentSampler {
 public:
  /// Starts with every token's topic drawn from phi (a row a word), then makes so many sweeps. Returns N_dk,
  /// K.
  std::span<const std::uint32_t> draw(const kernels::CollapsedDocument& document, const float* phi,
                                      int sweeps, math::CounterEngine random);

 private:
  std::size_t index_below(float uniform) const;
  void sweep(const kernels::CollapsedDocument& document, math::CounterEngine& random);

  std::vector<std::uint32_t> counts_;  // K
  std::vector<float> weights_;         // K, added up
  std::vector<std::uint32_t> topics_;  // of the tokens
};

}  // namespace vilda::lda
