#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>

#include "vilda/lda/document_batch.hpp"
#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/math/views.hpp"
#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/elbo.hpp"

namespace vilda::lda {

/// How the document step went, summed over the documents inferred.
struct DocumentLedger {
  std::uint64_t documents = 0;
  std::uint64_t converged = 0;
  std::uint64_t iterations = 0;
};

/// Where a document's gamma starts when it is inferred.
enum class GammaStart {
  even,      ///< afresh each time, favouring no topic
  previous,  ///< from where it was, if the batch before was of the same documents: makes coordinate ascent
             ///< monotone
};

/// LDA's local variables: q(theta) and, never stored, phi of a batch of documents, with everything that is
/// summed over documents. Threads share the documents, then the words; every sum has one owner and one order,
/// so results do not depend on the number of threads.
class LocalStep {
 public:
  virtual ~LocalStep() = default;

  /// The E-step of every document of the batch, at these topics.
  virtual DocumentLedger infer(vi::Batch documents, const Topics& topics, GammaStart start) = 0;

  /// `words` and `-kl_theta` of the batch inferred last, at these topics.
  virtual vi::Elbo elbo(const Topics& topics) = 0;

  /// K x V: sum over the batch's documents of n_dw phi_dwk, at the topics of the last `infer` or `elbo`.
  virtual Eigen::MatrixXd expected_counts() const = 0;

  /// To be called when the topics are others than at the last call.
  virtual void topics_have_changed() = 0;

  /// K x B: gamma of the batch inferred last, in its order.
  virtual Eigen::MatrixXd gamma() const = 0;

  /// Goes on from another run's gamma of these documents, as if they had been inferred last.
  virtual void set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) = 0;
};

/// In double with Eigen, as the papers have it: the oracle. The counts must outlive it.
std::unique_ptr<LocalStep> make_reference_local_step(const math::Counts& counts, vi::Dirichlet prior,
                                                     const DocumentOptions& options);

/// In float, vectorised for the processor it runs on. The counts must outlive it.
std::unique_ptr<LocalStep> make_fast_local_step(const math::Counts& counts, const vi::Dirichlet& prior,
                                                const DocumentOptions& options);

}  // namespace vilda::lda
