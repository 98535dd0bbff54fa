#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/item_order.hpp"
#include "vilda/vi/plateau.hpp"
#include "vilda/vi/schedule.hpp"
#include "vilda/vi/summary.hpp"

/// The two drivers. They differ in which items a step sees and in how far it goes; neither knows the model it
/// runs.
namespace vilda::vi {

struct AscentOptions {
  int max_passes = 100;     ///< >= 1
  double tolerance = 1e-5;  ///< >= 0: converged once |relative change of the bound in a pass| is below it, of
                            ///< stochastic ascent by has_levelled_off; 0 never stops early
  double allowed_fall =
      1e-9;  ///< >= 0: coordinate ascent may lose this share of the largest term to rounding
  double largest_summand = 0;  ///< >= 0, nats: what was rounded within a term, where that is more than the
                               ///< term: its summands may cancel

  void validate() const;  ///< throws InvalidOption that names the constraint
};

struct StochasticOptions {
  std::size_t batch_size = 256;  ///< >= 1; at most so many, a pass being cut into batches of one size: a few
                                 ///< items left over would be a noisy step as large as the others
  RobbinsMonro schedule{};
  std::uint64_t seed = 1;  ///< of the order in which the items are visited

  std::size_t num_batches(std::size_t num_items) const { return (num_items + batch_size - 1) / batch_size; }

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// What watches a run. Observers print, write traces, and ask for a stop; the drivers do none of it.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_pass(const Summary&) {}
  virtual void on_step(std::size_t /*items_done*/, std::size_t /*num_items*/) {}
  virtual bool stop_requested() { return false; }  ///< asked after every pass
};

/// The reason to stop after a pass, if there is one. `monotone`: a fall of the bound is a fault.
std::optional<Termination> reason_to_stop(const Summary& summary, const AscentOptions& options, bool monotone,
                                          Observer& observer);

namespace detail {

/// Keeps as many as has_levelled_off looks at.
inline void remember(double estimate, std::vector<double>& recent) {
  recent.push_back(estimate);
  if (recent.size() > 2 * kPlateauWindow) recent.erase(recent.begin());
}

/// Runs passes until there is a reason to stop. `pass(summary)` makes one and returns the bound.
template <class Pass>
Summary ascend(const AscentOptions& options, bool monotone, Observer& observer, Summary summary, Pass pass) {
  using Clock = std::chrono::steady_clock;
  options.validate();
  summary.termination = Termination::pass_limit;
  while (summary.passes < options.max_passes) {
    const Clock::time_point start = Clock::now();
    summary.elbo_before = std::exchange(summary.elbo, pass(summary));
    if (!monotone) remember(summary.elbo->total(), summary.recent_estimates);
    ++summary.passes;
    summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    observer.on_pass(summary);
    if (const auto reason = reason_to_stop(summary, options, monotone, observer)) {
      summary.termination = *reason;
      break;
    }
  }
  return summary;
}

}  // namespace detail

/// Coordinate ascent (CAVI): every pass is one step with all items and rho = 1, so the bound never falls. The
/// bound of a pass is that of the coordinates the pass leaves behind. Bishop (2006), section 10.1.1; Blei,
/// Kucukelbir & McAuliffe (2017), Variational inference, algorithm 1.
template <ConjugateModel M>
Summary coordinate_ascent(M& model, const AscentOptions& options, Observer& observer, Summary start = {}) {
  const std::vector<std::size_t> items = in_order(model.num_items());
  return detail::ascend(options, true, observer, std::move(start), [&](Summary& summary) {
    model.infer(items);
    step(model, items, 1);
    ++summary.steps;
    observer.on_step(items.size(), items.size());
    return model.local_elbo(items) + model.global_elbo();
  });
}

/// Stochastic ascent (SVI): every pass visits all items once, in mini-batches in a seeded random order, and
/// steps by rho_t after each. The bound of a pass is an estimate: each mini-batch counts at the coordinates
/// it was met with. Hoffman et al. (2013), figure 4.
template <ConjugateModel M>
Summary stochastic_ascent(M& model, const AscentOptions& options, const StochasticOptions& stochastic,
                          Observer& observer, Summary start = {}) {
  stochastic.validate();
  return detail::ascend(options, false, observer, std::move(start), [&](Summary& summary) {
    const std::vector<std::size_t> items =
        shuffled(model.num_items(), stochastic.seed, static_cast<std::uint64_t>(summary.passes));
    const std::size_t num_batches = stochastic.num_batches(items.size());
    Elbo local;
    for (std::size_t i = 0; i < num_batches; ++i) {
      const std::size_t first = items.size() * i / num_batches, last = items.size() * (i + 1) / num_batches;
      const Batch batch(items.data() + first, last - first);
      model.infer(batch);
      local += model.local_elbo(batch);
      step(model, batch, stochastic.schedule(summary.steps++));
      observer.on_step(last, items.size());
    }
    return local + model.global_elbo();
  });
}

}  // namespace vilda::vi
