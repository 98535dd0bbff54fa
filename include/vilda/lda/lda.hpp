#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>

#include "vilda/lda/local_step.hpp"
#include "vilda/lda/priors.hpp"
#include "vilda/lda/topics.hpp"
#include "vilda/math/views.hpp"
#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/elbo.hpp"

namespace vilda::lda {

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
class Lda {
 public:
  /// The counts (V x D) must outlive the model. Throws InvalidOption for priors or options out of range.
  Lda(const math::Counts& counts, Topics topics, Priors priors, const DocumentOptions& options,
      GammaStart start);

  // What vi::ConjugateModel asks for.
  class TopicsCoordinate;
  std::size_t num_items() const { return num_documents_; }
  void infer(vi::Batch documents);
  vi::Elbo local_elbo(vi::Batch /*documents*/) { return local_->elbo(topics_); }
  vi::Elbo global_elbo() const;
  std::tuple<TopicsCoordinate> coordinates();

  const Topics& topics() const { return topics_; }
  const Priors& priors() const { return priors_; }

  /// K x B: gamma of the batch inferred last, in its order.
  Eigen::MatrixXd gamma() const { return local_->gamma(); }

  /// Goes on from another run's gamma of these documents, as if they had been inferred last.
  void set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) { local_->set_gamma(documents, gamma); }

  /// What the document steps since the last call came to.
  DocumentLedger take_ledger() { return std::exchange(ledger_, {}); }

 private:
  void set_topics(Topics topics);

  std::size_t num_documents_;
  Topics topics_;
  Priors priors_;
  GammaStart start_;
  std::unique_ptr<LocalStep> local_;
  DocumentLedger ledger_;
};

/// The topics as a coordinate: natural parameter lambda, K x V.
class Lda::TopicsCoordinate {
 public:
  using Natural = Eigen::MatrixXd;

  explicit TopicsCoordinate(Lda& model) : model_(&model) {}

  const Natural& natural() const { return model_->topics_.lambda(); }
  auto prior() const { return Natural::Constant(natural().rows(), natural().cols(), model_->priors_.eta); }
  /// K x V: sum over the batch's documents of n_dw phi_dwk. The batch must be the one inferred last.
  Natural expected_statistics(vi::Batch) const { return model_->local_->expected_counts(); }
  void set_natural(Natural lambda) { model_->set_topics(Topics(std::move(lambda))); }

 private:
  Lda* model_;
};

inline std::tuple<Lda::TopicsCoordinate> Lda::coordinates() {
  return {TopicsCoordinate(*this)};
}

static_assert(vi::ConjugateModel<Lda>);

}  // namespace vilda::lda
