#pragma once

#include <vector>

#include "vilda/gaussian/density.hpp"
#include "vilda/vi/elbo.hpp"
#include "vilda/vi/gaussian.hpp"

namespace vilda::gaussian {

/// A local minimum of KL(q || p) over the Gaussians q: a local maximum of the bound.
struct Optimum {
  vi::Gaussian q;
  vi::Elbo elbo;  ///< terms expected_log_density and entropy, nats
  double kl = 0;  ///< log evidence - bound, nats, >= 0
};

struct DensityFit {
  double log_evidence = 0;      ///< log Z, nats
  std::vector<Optimum> optima;  ///< at least one, best first
};

struct FitOptions {
  std::vector<vi::Gaussian> starts;  ///< besides those that the density's landscape suggests
};

/// All local minima of KL(q || p) that ascents of the bound reach from: every mode at scales from its width
/// to that of the whole, and every run of neighbouring modes by its mean and sd. Means are right to 1e-6 sd,
/// sds to 1e-6 relative, bounds and KLs to 1e-8.
///
/// The ascents are NLopt's SLSQP (Kraft 1988) on expectations by quadrature, finished by Newton's method.
/// Throws Failure where no finite optimum exists, f is too rough from rounding, or a quadrature does not
/// reach its tolerance, and what `relative_log_evidence` throws.
DensityFit fit_gaussian(const Density& p, const FitOptions& options = {});

}  // namespace vilda::gaussian
