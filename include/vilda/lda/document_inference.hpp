#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string_view>

#include "vilda/lda/scaled_weights.hpp"
#include "vilda/vi/dirichlet.hpp"

/// The E-step: q(theta_d) of one document, given the topics. phi is never stored; with n distinct words,
///
///   phi_wk   proportional to  exp(E[log theta_dk]) * exp(E[log beta_kw])
///   gamma_dk = alpha_k + sum_w n_dw phi_wk
///
/// are iterated to a fixed point. Hoffman et al. (2013), figure 6, steps 5 to 8; Hoffman, Blei & Bach (2010),
/// Online learning for latent Dirichlet allocation, algorithm 1.
namespace vilda::lda {

/// In what numbers the documents are worked on.
enum class Precision {
  float32,  ///< vectorised for the processor: many times faster, sums over documents and the bound still in
            ///< double
  float64,  ///< as the papers have it, with Eigen
};

/// What of the posterior is kept apart: theta and z, or, theta integrated out, z alone.
enum class DocumentInference {
  mean_field,  ///< q(theta) q(z): gamma by its closed form
  collapsed,   ///< q(z), each token left out of its own document's counts (CVB0); in float32
};

std::string_view name_of(Precision precision);     ///< as `--precision` takes it
Precision precision_named(std::string_view name);  ///< throws InvalidOption

struct DocumentOptions {
  DocumentInference inference = DocumentInference::mean_field;
  int max_iterations = 100;  ///< >= 1
  double tolerance = 1e-3;   ///< >= 0: converged once the mean absolute change of gamma_d is below it

  Precision precision = Precision::float64;
  Precision gamma = Precision::float64;  ///< of gamma between E-steps; `precision` float32 has no other
  bool learn_alpha = false;              ///< gather what LocalStep::most_likely_alpha needs
  std::uint64_t seed = 1;                ///< of what is drawn for that, where it is drawn

  void validate() const;  ///< throws InvalidOption that names the constraint
};

/// What the E-step reads of a document's n distinct words.
struct DocumentWords {
  Eigen::MatrixXd weights;    ///< K x n: word_weights(), a column a word
  Eigen::ArrayXd log_scales;  ///< n
  Eigen::ArrayXd counts;      ///< n: n_dw

  double num_tokens() const { return counts.sum(); }
};

struct DocumentPosterior {
  vi::Dirichlet proportions;  ///< q(theta_d), K: gamma_d
  int iterations = 0;
  bool converged = false;
};

/// The start that favours no topic: gamma_dk = alpha_k + N_d / K.
vi::Dirichlet even_start(const DocumentWords& words, const vi::Dirichlet& prior);

/// Iterates from `start`. A document without words is its prior.
DocumentPosterior infer_document(const DocumentWords& words, const vi::Dirichlet& prior, vi::Dirichlet start,
                                 const DocumentOptions& options);

/// The optimal phi of a document at its q(theta_d), in factored form: n_dw phi_wk = weights_kw * topics_k *
/// ratios_w.
struct Responsibilities {
  Eigen::ArrayXd topics;  ///< K: topic_weights()
  double topics_log_scale = 0;
  Eigen::ArrayXd normalizers;  ///< n: sum_k topics_k weights_kw, never zero

  Eigen::ArrayXd ratios(const DocumentWords& words) const { return words.counts / normalizers; }  ///< n
};

Responsibilities responsibilities(const DocumentWords& words, const vi::Dirichlet& proportions);

}  // namespace vilda::lda
