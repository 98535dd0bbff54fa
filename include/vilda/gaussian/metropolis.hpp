#pragma once

#include <cstdint>
#include <vector>

#include "vilda/gaussian/density.hpp"

namespace vilda::gaussian {

struct MetropolisOptions {
  int num_chains = 4;       ///< >= 2; they start at the modes in turn, the highest first
  int num_burn_in = 5'000;  ///< steps that are thrown away, and in which the step size adapts; >= 100
  int num_draws = 50'000;   ///< steps a chain that are kept; >= 100
  std::uint64_t seed = 1;

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// A Monte Carlo estimate with its standard error.
struct Estimate {
  double value = 0;
  double standard_error = 0;
};

struct MetropolisAnswer {
  Estimate mean;
  Estimate sd;
  Estimate below;  ///< P(x < lower)
  Estimate above;  ///< P(x > upper)
  double acceptance_rate = 0;
  double seconds = 0;
};

/// What a random-walk Metropolis sampler says of p, several chains pooled. Steps are normal; during burn-in
/// their size follows a Robbins-Monro recursion to an acceptance rate of 0.44, the best in one dimension
/// (Gelman, Roberts & Gilks 1996), then stays. Standard errors are by batch means over all chains (Flegal &
/// Jones 2010), so that chains that disagree show.
///
/// Depends on (p, options) alone. Where p has no mean or sd, neither number means anything.
MetropolisAnswer sample_metropolis(const Density& p, double lower, double upper,
                                   const MetropolisOptions& options = {});

}  // namespace vilda::gaussian
