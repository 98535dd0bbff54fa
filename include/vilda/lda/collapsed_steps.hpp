#pragma once

#include <algorithm>

#include "vilda/vi/ascent.hpp"

namespace vilda::lda {

/// Sweeps over a document's words: so many suffice for a step of the topics.
inline constexpr int kCollapsedSweeps = 8;

/// A document is met again after about num_documents / batch_size steps. Steps of this size have by then
/// left exp(-1.5) of what it gave the topics: with smaller ones it finds itself in them, and they fit the
/// corpus ever more closely and new documents ever less well. With steps larger than a tenth they would be
/// made of too few documents.
inline double smallest_collapsed_step(std::size_t batch_size, std::size_t num_documents) {
  return std::min(0.1, 1.5 * static_cast<double>(batch_size) / static_cast<double>(num_documents));
}

/// The first step is tau^-kappa of the way: all of it from random topics. Those that know documents already
/// would forget them for the few of that step.
inline constexpr double kTauOfRandomTopics = 1, kTauOfKnowingTopics = 8;

/// The steps of collapsed inference that worked best on corpora of 1,000 to 100,000 documents: enough a pass
/// in small ones, enough documents each in large ones, with large rho. From random topics.
inline vi::StochasticOptions collapsed_steps(std::size_t num_documents) {
  const std::size_t batch_size = std::clamp<std::size_t>(num_documents / 32, 16, 4096);
  return {.batch_size = batch_size,
          .schedule = {.tau = kTauOfRandomTopics,
                       .kappa = 0.7,
                       .smallest = smallest_collapsed_step(batch_size, num_documents)}};
}

/// Passes of collapsed inference that anneal.
inline constexpr int kAnnealingPasses = 4;

/// Larger steps in the first passes, which leave exp(-7) of a document until it is met again: topics still
/// change places. They settle in the pass after these, and in better optima than where they had only become
/// smaller.
inline void anneal(int passes, std::size_t num_documents, vi::StochasticOptions& options) {
  constexpr double kAnnealing = 4.7;
  options.schedule.annealing_steps = static_cast<std::uint64_t>(passes) * options.num_batches(num_documents);
  options.schedule.smallest_annealing = std::min(1.0, kAnnealing * options.schedule.smallest);
}

}  // namespace vilda::lda
