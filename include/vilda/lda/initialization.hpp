#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/math/views.hpp"

namespace vilda::lda {

/// How lambda starts.
enum class Initialization {
  /// lambda_kw ~ Gamma(shape 100, rate 100). Hoffman, Blei & Bach (2010), section 4.
  random,
  /// From `random`, a few passes of stochastic ascent in which proportions and topics are taken at their
  /// (arithmetic)
  /// means in place of exp(E[log]), so that no topic starves before it has found its words; compare SCVB0,
  /// Foulds et
  /// al. (2013), Stochastic collapsed variational Bayesian inference for latent Dirichlet allocation.
  point_estimates,
};

std::string_view name_of(Initialization initialization);     ///< as `--init` takes it
Initialization initialization_named(std::string_view name);  ///< throws InvalidOption
std::string initialization_names();                          ///< all, for messages

struct InitializationOptions {
  Initialization method = Initialization::point_estimates;
  int passes = 5;  ///< of point_estimates, >= 1

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// The start of a run: it depends on the counts (V x D), the priors, the options, the seed and the precision
/// alone.
Topics initial_topics(const math::Counts& counts, const Priors& priors, const InitializationOptions& options,
                      std::uint64_t seed, Precision precision);

}  // namespace vilda::lda
