#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "vilda/vi/elbo.hpp"

namespace vilda::vi {

/// Why a run ended, and what state it left behind.
enum class Termination {
  converged,    ///< the bound changed by less than the tolerance in the last pass, or its estimates have
                ///< levelled off
  pass_limit,   ///< as many passes as were allowed; the bound was still changing
  bound_fell,   ///< coordinate ascent lost more than rounding explains: a fault; the state is that after the
                ///< fall
  not_finite,   ///< the bound is infinite or not a number; the state is that of the last pass
  interrupted,  ///< the observer asked to stop; the state is that after the last whole pass
};

std::string to_string(Termination termination);

/// Where a run stands: after a pass, and at its end. A run can be continued from the summary of an earlier
/// one.
struct Summary {
  int passes = 0;            ///< passes over all items so far
  std::uint64_t steps = 0;   ///< updates so far: the t of the step-size schedule
  std::optional<Elbo> elbo;  ///< after the last pass (an estimate, averaged over it, from mini-batches)
  std::optional<Elbo> elbo_before;       ///< after the pass before that
  std::vector<double> recent_estimates;  ///< stochastic ascent: bounds of the last passes, nats
  double seconds = 0;                    ///< of the last pass alone
  Termination termination = Termination::pass_limit;

  /// (bound - bound before) / |bound|; nothing before the second pass.
  std::optional<double> relative_change() const;

  /// One line: the reason, the passes, the bound, and the term that fell where one did.
  std::string report() const;
};

}  // namespace vilda::vi
