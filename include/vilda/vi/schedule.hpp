#pragma once

#include <cstdint>

namespace vilda::vi {

/// Step sizes rho_t = (tau + t)^-kappa, t = 0, 1, 2, ...
///
/// They satisfy Robbins & Monro's conditions (their sum diverges, that of their squares does not) for kappa
/// in (0.5, 1]. Hoffman et al. (2013), Stochastic variational inference, eq. 26; kappa = 0.5, which several
/// programs take as their default, is allowed.
struct RobbinsMonro {
  double tau = 1;      ///< >= 1: delays the first steps
  double kappa = 0.7;  ///< in [0.5, 1]: forgetting rate

  void validate() const;  ///< throws InvalidOption that names the constraint
  double operator()(std::uint64_t t) const;
};

}  // namespace vilda::vi
