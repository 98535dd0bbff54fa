#pragma once

#include <cstdint>

#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/model.hpp"
#include "vilda/math/views.hpp"
#include "vilda/vi/elbo.hpp"

namespace vilda::lda {

/// Documents seen through a trained model.
struct HeldOutInference {
  Eigen::MatrixXd gamma;  ///< K x D; a document without words has gamma = alpha
  vi::Elbo elbo;          ///< the documents' terms, `words` and `-kl_theta`
  DocumentLedger ledger;

  Eigen::MatrixXd proportions() const;  ///< D x K, rows sum to 1: E[theta_d]
};

/// The mean-field document step for every document (counts: V x D) at the model's topics.
HeldOutInference infer_documents(const Model& model, const math::Counts& counts,
                                 const DocumentOptions& options);

/// The topics' term of the model's bound, `-kl_beta`.
vi::Elbo topics_elbo(const Model& model);

}  // namespace vilda::lda
