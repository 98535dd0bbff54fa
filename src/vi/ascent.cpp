#include "vilda/vi/ascent.hpp"

#include <fmt/format.h>

#include "vilda/error.hpp"

namespace vilda::vi {

void AscentOptions::validate() const {
  if (max_passes < 1) throw InvalidOption(fmt::format("passes is {}; it must be at least 1", max_passes));
  if (!(tolerance >= 0))
    throw InvalidOption(fmt::format("tolerance is {}; it must be at least 0", tolerance));
  if (!(allowed_fall >= 0)) {
    throw InvalidOption(fmt::format("allowed fall is {}; it must be at least 0", allowed_fall));
  }
  if (!(largest_summand >= 0)) {
    throw InvalidOption(fmt::format("largest summand is {}; it must be at least 0", largest_summand));
  }
}

void StochasticOptions::validate() const {
  if (batch_size < 1) throw InvalidOption("batch size is 0; it must be at least 1");
  schedule.validate();
}

namespace {

/// Rounding is relative to the largest term: where terms cancel, the bound may be much smaller.
bool fell(const Summary& summary, const AscentOptions& options) {
  double largest = std::max(std::abs(summary.elbo->total()), options.largest_summand);
  for (const Elbo::Term& term : summary.elbo->terms()) largest = std::max(largest, std::abs(term.value));
  return summary.elbo->total() < summary.elbo_before->total() - options.allowed_fall * largest;
}

}  // namespace

std::optional<Termination> reason_to_stop(const Summary& summary, const AscentOptions& options, bool monotone,
                                          Observer& observer) {
  if (!std::isfinite(summary.elbo->total())) return Termination::not_finite;
  // Of several steps a pass each sees some of the items; of one, all: its bound is no estimate.
  const bool estimated = !monotone && summary.steps > static_cast<std::uint64_t>(summary.passes);
  if (estimated && has_levelled_off(summary.recent_estimates, options.tolerance))
    return Termination::converged;
  if (const auto change = summary.relative_change(); change && !estimated) {
    if (monotone && fell(summary, options)) return Termination::bound_fell;
    if (std::abs(*change) < options.tolerance) return Termination::converged;
  }
  if (observer.stop_requested()) return Termination::interrupted;
  return std::nullopt;
}

}  // namespace vilda::vi
