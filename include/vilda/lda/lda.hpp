#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "vilda/lda/document_batch.hpp"
#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/math/views.hpp"
#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/elbo.hpp"

namespace vilda::lda {

/// Where a document's gamma starts when it is inferred.
enum class GammaStart {
  even,      ///< afresh each time, favouring no topic
  previous,  ///< from where it was, if the batch before was of the same documents: makes coordinate ascent
             ///< monotone
};

/// How the document step went, summed over the documents inferred.
struct DocumentLedger {
  std::uint64_t documents = 0;
  std::uint64_t converged = 0;
  std::uint64_t iterations = 0;
};

/// Latent Dirichlet allocation as a vi::ConjugateModel: one coordinate, the topics; an item is a document.
///
///   theta_d ~ Dirichlet(alpha),  beta_k ~ Dirichlet(eta),  z_dn ~ theta_d,  w_dn ~ beta_{z_dn}
///   q(beta, theta, z) = prod_k Dir(beta_k | lambda_k) prod_d Dir(theta_d | gamma_d) prod_dn phi
///
/// With phi eliminated (it is always the optimal one) the bound has three terms:
///
///   words     = sum_dw n_dw log sum_k exp(E[log theta_dk] + E[log beta_kw])
///   -kl_theta = -sum_d KL(q(theta_d) || p(theta_d))
///   -kl_beta  = -sum_k KL(q(beta_k) || p(beta_k))
///
/// Blei, Ng & Jordan (2003); Hoffman et al. (2013), section 3.1.
///
/// Threads share the documents, then the words. Every sum has one owner and one order, so results do not
/// depend on the number of threads.
class Lda {
 public:
  /// The counts (V x D) must outlive the model. Throws InvalidOption for priors or options out of range.
  Lda(const math::Counts& counts, Topics topics, Priors priors, DocumentOptions options, GammaStart start);

  // What vi::ConjugateModel asks for.
  class TopicsCoordinate;
  std::size_t num_items() const { return counts_->n_cols; }
  void infer(vi::Batch documents);
  vi::Elbo local_elbo(vi::Batch documents);
  vi::Elbo global_elbo() const;
  std::tuple<TopicsCoordinate> coordinates();

  const Topics& topics() const { return topics_; }
  const Priors& priors() const { return priors_; }

  /// K x B: gamma of the batch inferred last, in its order.
  const Eigen::MatrixXd& gamma() const { return gamma_; }

  /// Goes on from another run's gamma of these documents, as if they had been inferred last.
  void set_gamma(vi::Batch documents, Eigen::MatrixXd gamma);

  /// What the document steps since the last call came to.
  DocumentLedger take_ledger() { return std::exchange(ledger_, {}); }

 private:
  void hold(vi::Batch documents);
  void update_word_weights();
  DocumentWords words_of(std::size_t document) const;
  void update_responsibilities(std::size_t document, const DocumentWords& words);
  Eigen::MatrixXd expected_counts() const;
  void set_topics(Topics topics);

  const math::Counts* counts_;
  Topics topics_;
  Priors priors_;
  vi::Dirichlet prior_of_proportions_;
  DocumentOptions options_;
  GammaStart start_;
  DocumentLedger ledger_;

  // Of the batch inferred last: B documents, U distinct words, P pairs.
  DocumentBatch batch_;
  Eigen::MatrixXd gamma_;                      // K x B
  Eigen::MatrixXd topic_weights_;              // K x B: Responsibilities::topics
  Eigen::ArrayXd ratios_;                      // P: Responsibilities::ratios
  Eigen::ArrayXd words_term_;                  // B
  Eigen::ArrayXd minus_kl_theta_;              // B
  bool responsibilities_are_current_ = false;  // computed at the topics as they are

  Eigen::MatrixXd word_weights_;           // K x U
  Eigen::ArrayXd word_log_scales_;         // U
  bool word_weights_are_current_ = false;  // computed at the topics as they are
};

/// The topics as a coordinate: natural parameter lambda, K x V.
class Lda::TopicsCoordinate {
 public:
  using Natural = Eigen::MatrixXd;

  explicit TopicsCoordinate(Lda& model) : model_(&model) {}

  const Natural& natural() const { return model_->topics_.lambda(); }
  auto prior() const { return Natural::Constant(natural().rows(), natural().cols(), model_->priors_.eta); }
  /// K x V: sum over the batch's documents of n_dw phi_dwk. The batch must be the one inferred last.
  Natural expected_statistics(vi::Batch) const { return model_->expected_counts(); }
  void set_natural(Natural lambda) { model_->set_topics(Topics(std::move(lambda))); }

 private:
  Lda* model_;
};

inline std::tuple<Lda::TopicsCoordinate> Lda::coordinates() {
  return {TopicsCoordinate(*this)};
}

static_assert(vi::ConjugateModel<Lda>);

}  // namespace vilda::lda
