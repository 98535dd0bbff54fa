#pragma once

#include <algorithm>

#include "vilda/vi/ascent.hpp"

namespace vilda::lda {

/// Sweeps over a document's words: so many suffice for a step of the topics.
inline constexpr int kCollapsedSweeps = 8;

/// The steps of collapsed inference that worked best on corpora of 1,000 to 100,000 documents: enough a pass
/// in small ones, enough documents each in large ones, with large rho.
inline vi::StochasticOptions collapsed_steps(std::size_t num_documents) {
  return {.batch_size = std::clamp<std::size_t>(num_documents / 32, 16, 4096),
          .schedule = {.tau = 1, .kappa = 0.5}};
}

}  // namespace vilda::lda
