#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "vilda/lda/training.hpp"

/// Several runs, of which the best is kept: coordinate ascent ends in a local optimum, which one depends on
/// the seed.
namespace vilda::lda {

/// A run that has ended.
struct Restart {
  std::uint64_t seed = 0;
  double elbo_nats = 0;  ///< TrainingResult::elbo, by which runs are ranked

  bool operator==(const Restart&) const = default;
};

class RestartsObserver : public TrainingObserver {
 public:
  virtual void on_restart(std::uint64_t /*seed*/) {}  ///< before a run
  virtual void on_end(const Restart&) {}              ///< after it
};

struct BestOfRestarts {
  TrainingResult result;          ///< what train() gives at the seed of the best
  std::size_t best = 0;           ///< which of the restarts it is
  std::vector<Restart> restarts;  ///< in the order in which they ran
  bool interrupted = false;  ///< the observer asked to stop: the last run is not whole, others did not begin
};

/// Runs from the seeds options.seed, options.seed + 1, ..., num_restarts (>= 1) of them, and keeps the one
/// with the highest bound; of equals, the first. Throws as train(), and InvalidOption where all runs would be
/// the same.
BestOfRestarts train_best(const DocumentSource& source, TrainingOptions options, std::size_t num_restarts,
                          RestartsObserver& observer, const Start& start = {});

}  // namespace vilda::lda
