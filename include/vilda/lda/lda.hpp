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
  /// The source, or the counts (V x D), must outlive the model. Throws InvalidOption for priors or options
  /// out of range.
  Lda(const DocumentSource& source, Topics topics, Priors priors, const DocumentOptions& options,
      GammaStart start);
  Lda(const math::Counts& counts, Topics topics, Priors priors, const DocumentOptions& options,
      GammaStart start);

  // What vi::ConjugateModel asks for.
  class TopicsCoordinate;
  std::size_t num_items() const { return num_documents_; }
  void infer(vi::Batch documents);
  vi::Elbo local_elbo(vi::Batch /*documents*/) { return local_->elbo(topics_); }
  vi::Elbo global_elbo() const;
  std::tuple<TopicsCoordinate> coordinates();

  /// The update of the topics: that of vi::step, at the cost of the batch's words alone.
  void step(vi::Batch documents, double scale, double rho);

  /// Learned priors, from the documents inferred since the last call and from the topics: one step of
  /// variational empirical Bayes (Blei, Ng & Jordan 2003, section 5.3). In mean field the bound rises.
  /// Collapsed, lambda follows eta: it stays eta plus expected counts, which the next eta is learned from.
  void learn(const PriorLearning& which);

  /// Whether documents are inferred to be learned from.
  void gather(const PriorLearning& which) { local_->gather_for_alpha(which.alpha); }

  /// Forgets how the topics came about, so that a run resumed from them has the same bits.
  void settle() {
    topics_.settle();
    local_->topics_have_changed();
  }

  Topics topics() const { return topics_.topics(); }
  Topics take_topics() { return std::move(topics_).topics(); }  ///< the last that the model is used for
  const Priors& priors() const { return priors_; }

  /// K x B: gamma of the batch inferred last, in its order.
  Eigen::MatrixXd gamma() const { return local_->gamma(); }

  /// Of a model whose documents are inferred by mean field: see MeanFieldStep.
  Gamma take_gamma() { return mean_field_->take_gamma(); }
  void set_gamma(vi::Batch documents, Gamma gamma) { mean_field_->set_gamma(documents, std::move(gamma)); }

  /// What the document steps since the last call came to.
  DocumentLedger take_ledger() { return std::exchange(ledger_, {}); }

 private:
  Lda(std::unique_ptr<const DocumentSource> source, Topics topics, Priors priors,
      const DocumentOptions& options, GammaStart start);
  void set_topics(Topics topics);
  void learn_eta();

  std::unique_ptr<const DocumentSource> own_source_;
  std::size_t num_documents_;
  LazyTopics topics_;
  Priors priors_;
  DocumentInference inference_;
  GammaStart start_;
  std::unique_ptr<LocalStep> local_;
  MeanFieldStep* mean_field_ = nullptr;  // which that is, unless it is collapsed
  DocumentLedger ledger_;
};

/// The topics as a coordinate: natural parameter lambda, K x V.
class Lda::TopicsCoordinate {
 public:
  using Natural = Eigen::MatrixXd;

  explicit TopicsCoordinate(Lda& model) : model_(&model) {}

  Natural natural() const { return model_->topics().lambda(); }
  Natural prior() const {
    return Natural::Constant(model_->topics_.num_topics(), model_->topics_.num_words(), model_->priors_.eta);
  }
  /// K x V: sum over the batch's documents of n_dw phi_dwk. The batch must be the one inferred last.
  Natural expected_statistics(vi::Batch batch) const;
  void set_natural(Natural lambda) { model_->set_topics(Topics(std::move(lambda))); }

 private:
  Lda* model_;
};

inline std::tuple<Lda::TopicsCoordinate> Lda::coordinates() {
  return {TopicsCoordinate(*this)};
}

static_assert(vi::ConjugateModel<Lda>);

}  // namespace vilda::lda
