#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>

#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/document_ledger.hpp"
#include "vilda/lda/document_source.hpp"
#include "vilda/lda/lazy_topics.hpp"
#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/elbo.hpp"

namespace vilda::lda {

/// Where a document's gamma starts when it is inferred.
enum class GammaStart {
  even,      ///< afresh each time, favouring no topic
  previous,  ///< from where it was, if the batch before was of the same documents: makes coordinate ascent
             ///< monotone
};

/// gamma of documents, K x B, in the numbers of the step that inferred them.
using Gamma = std::variant<Eigen::MatrixXd, Eigen::MatrixXf>;

/// In the numbers of Matrix; no copy where it has them.
template <class Matrix>
Matrix gamma_as(Gamma gamma) {
  if (auto* same = std::get_if<Matrix>(&gamma)) return std::move(*same);
  return std::visit([](const auto& other) { return Matrix(other.template cast<typename Matrix::Scalar>()); },
                    gamma);
}

/// LDA's local variables: q(theta) and, never stored, phi of a batch of documents, with everything that is
/// summed over documents. Threads share the documents, then the words; every sum has one owner and one order,
/// so results do not depend on the number of threads.
class LocalStep {
 public:
  virtual ~LocalStep() = default;

  /// The E-step of every document of the batch, at these topics.
  virtual DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) = 0;

  /// `words` and `-kl_theta` of the batch inferred last, at these topics.
  virtual vi::Elbo elbo(const LazyTopics& topics) = 0;

  /// Adds `factor` times the sum over the batch's documents of n_dw phi_dwk, as the last `infer` left them,
  /// to the columns of its words in `sums` (K x V). Returns that sum over all words, without the factor (K).
  /// The topics and the prior must be those of that `infer`.
  virtual Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) = 0;

  /// alpha (K) that makes the documents inferred since the last call most likely; `alpha` where there were
  /// none. Known if DocumentOptions::learn_alpha is set, or gather_for_alpha was called.
  virtual Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) = 0;

  /// Whether the documents inferred from now on are learned from.
  virtual void gather_for_alpha(bool gather) = 0;

  /// The prior of the documents from now on.
  virtual void set_prior(const vi::Dirichlet& prior) = 0;

  /// To be called when the topics are others than at the last call.
  virtual void topics_have_changed() = 0;

  /// K x B: gamma of the batch inferred last, in its order.
  virtual Eigen::MatrixXd gamma() const = 0;
};

/// One that may go on from where gamma was.
class MeanFieldStep : public LocalStep {
 public:
  /// gamma of the batch inferred last, which is then no longer held.
  virtual Gamma take_gamma() = 0;

  /// Goes on from another run's gamma of these documents, as if they had been inferred last; expected counts
  /// there are not.
  virtual void set_gamma(vi::Batch documents, Gamma gamma) = 0;
};

/// The size of the blocks in which a mean-field step works on its documents, so that caches hold them.
inline constexpr std::size_t kPairsOfABlock = 1U << 18U;

/// In double with Eigen, as the papers have it: the oracle. The source must outlive it.
std::unique_ptr<MeanFieldStep> make_reference_local_step(const DocumentSource& source, vi::Dirichlet prior,
                                                         const DocumentOptions& options,
                                                         std::size_t pairs_of_a_block = kPairsOfABlock);

/// In float, vectorised for the processor it runs on. The source must outlive it.
std::unique_ptr<MeanFieldStep> make_fast_local_step(const DocumentSource& source, const vi::Dirichlet& prior,
                                                    const DocumentOptions& options,
                                                    std::size_t pairs_of_a_block = kPairsOfABlock);

/// Collapsed: q(z) of a document's tokens, theta integrated out. With the topics at their means beta =
/// E[beta] and each token left out of its own document's counts,
///
///   phi_wk  proportional to  (alpha_k + sum_v n_dv phi_vk - phi_wk) beta_kw
///
/// is iterated four words at a time, from even phi. After two sweeps a document goes on with the topics it
/// uses: those with 1.5 of its tokens or half of what the largest has, where that saves work (a multiple of
/// 16 topics is worked on). With more than 128 topics it starts with those in sight: that have 0.25 of its
/// tokens, or half of the largest, if each word's are shared out as its beta says. The next time it meets
/// them all again. Asuncion, Welling, Smyth & Teh (2009), On smoothing and inference for topic models, eq. 13
/// (CVB0), in the stochastic form of Foulds et al. (2013). gamma = alpha + sum_w n_dw phi_w. Of a word's
/// expected counts, those below a thousandth of its largest go to its other topics. `elbo` is the mean-field
/// bound at that gamma, which is a bound whatever gamma is. Every document is inferred afresh. In float,
/// vectorised. The source must outlive it.
std::unique_ptr<LocalStep> make_collapsed_local_step(const DocumentSource& source, const vi::Dirichlet& prior,
                                                     const DocumentOptions& options);

}  // namespace vilda::lda
