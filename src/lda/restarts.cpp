#include "vilda/lda/restarts.hpp"

#include <utility>

#include "vilda/error.hpp"

namespace vilda::lda {
namespace {

void require_different_runs(const TrainingOptions& options, std::size_t num_restarts, const Start& start) {
  if (num_restarts < 1) throw InvalidOption("restarts is 0; it must be at least 1");
  if (num_restarts == 1) return;
  if (start.index() != 0)
    throw InvalidOption("restarts start anew; they cannot start at the topics of another run");
  const InitializationOptions& initialization = options.initialization;
  if (options.method == Method::batch && initialization.method == Initialization::spectral &&
      initialization.num_passes() == 0)
    throw InvalidOption("restarts of the batch method from the spectral start would all be the same run");
}

}  // namespace

BestOfRestarts train_best(const DocumentSource& source, TrainingOptions options, std::size_t num_restarts,
                          RestartsObserver& observer, const Start& start) {
  require_different_runs(options, num_restarts, start);
  BestOfRestarts all;
  while (all.restarts.size() < num_restarts && !all.interrupted) {
    observer.on_restart(options.seed);
    TrainingResult result = train(source, options, observer, start);
    all.interrupted = result.summary().termination == vi::Termination::interrupted;
    all.restarts.push_back({.seed = options.seed++, .elbo_nats = result.elbo.total()});
    observer.on_end(all.restarts.back());
    const bool first = all.restarts.size() == 1;
    if (!first && !(all.restarts.back().elbo_nats > all.restarts[all.best].elbo_nats)) continue;
    all.best = all.restarts.size() - 1;
    all.result = std::move(result);
  }
  return all;
}

}  // namespace vilda::lda
