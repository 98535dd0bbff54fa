#pragma once

#include <cstdint>

namespace vilda::vi {

/// Step sizes rho_t = max((tau + t)^-kappa, smallest), t = 0, 1, 2, ...; in the first annealing_steps at
/// least smallest_annealing.
///
/// With smallest = 0 they satisfy Robbins & Monro's conditions (their sum diverges, that of their squares
/// does not) for kappa in (0.5, 1]. Hoffman et al. (2013), Stochastic variational inference, eq. 26; kappa =
/// 0.5, which several programs take as their default, is allowed. With smallest > 0 they end as constant
/// steps, whose iterates settle in a distribution about an optimum: Mandt, Hoffman & Blei (2017), Stochastic
/// gradient descent as approximate Bayesian inference. The larger they are the wider it is, as at a higher
/// temperature: first large and then small ones anneal (Kirkpatrick, Gelatt & Vecchi 1983, Optimization by
/// simulated annealing).
struct RobbinsMonro {
  double tau = 1;       ///< >= 1: delays the first steps
  double kappa = 0.7;   ///< in [0.5, 1]: forgetting rate
  double smallest = 0;  ///< in [0, 1]: no step is smaller
  std::uint64_t annealing_steps = 0;
  double smallest_annealing = 0;  ///< in [0, 1]

  void validate() const;  ///< throws InvalidOption that names the constraint
  double operator()(std::uint64_t t) const;
};

}  // namespace vilda::vi
