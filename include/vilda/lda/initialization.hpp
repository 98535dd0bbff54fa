#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/document_source.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/math/views.hpp"

namespace vilda::lda {

/// How lambda starts.
enum class Initialization {
  /// lambda_kw around 1, with a standard deviation of 0.316: the sum of three uniform numbers, which every
  /// machine draws alike. (Hoffman, Blei & Bach (2010), section 4, draw from a gamma distribution.)
  random,
  /// Every topic from a few documents of its own, over the words' shares in the corpus.
  documents,
  /// `random`, worked on by passes of collapsed inference.
  collapsed,
  /// Every topic from a factor of the weighted counts' singular value decomposition, rotated by varimax, over
  /// the words' shares in the corpus: the same start whatever the seed. Rohe & Zeng (2023), Vintage factor
  /// analysis with varimax performs statistical inference.
  spectral,
};

std::string_view name_of(Initialization initialization);     ///< as `--init` takes it
Initialization initialization_named(std::string_view name);  ///< throws InvalidOption
std::string initialization_names();                          ///< all, for messages

struct InitializationOptions {
  Initialization method = Initialization::collapsed;
  /// Stochastic passes of collapsed inference that work on the start's topics. exp(E[log x]), about x - 1/2
  /// in the concentration x, starves topics that are small early on; collapsed inference takes means, and
  /// does not. By default 5 for `collapsed`, which has at least one, and none for others. Foulds et al.
  /// (2013), Stochastic collapsed variational Bayesian inference for latent Dirichlet allocation.
  std::optional<int> passes;

  int num_passes() const;
  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// The start of a run: it depends on the documents, the priors, the options, and the seed alone.
Topics initial_topics(const DocumentSource& source, const Priors& priors,
                      const InitializationOptions& options, std::uint64_t seed);

}  // namespace vilda::lda
