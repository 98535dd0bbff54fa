#include "vilda/lda/lda.hpp"

#include <utility>

#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {

Lda::Lda(const math::Counts& counts, Topics topics, Priors priors, const DocumentOptions& options,
         GammaStart start)
    : num_documents_(counts.n_cols), topics_(std::move(topics)), priors_(std::move(priors)), start_(start) {
  priors_.validate();
  options.validate();
  counts.sync();
  local_ = make_reference_local_step(counts, vi::Dirichlet{priors_.alpha}, options);
}

void Lda::infer(vi::Batch documents) {
  const DocumentLedger ledger = local_->infer(documents, topics_, start_);
  ledger_.documents += ledger.documents;
  ledger_.converged += ledger.converged;
  ledger_.iterations += ledger.iterations;
}

vi::Elbo Lda::global_elbo() const {
  const vi::Dirichlet prior = vi::Dirichlet::symmetric(topics_.num_words(), priors_.eta);
  Eigen::ArrayXd minus_kl(topics_.num_topics());
#pragma omp parallel for schedule(dynamic)
  for (Eigen::Index k = 0; k < topics_.num_topics(); ++k) {
    minus_kl[k] = -vi::kl(vi::Dirichlet{.concentration = topics_.lambda().row(k).transpose()}, prior);
  }
  return {{"-kl_beta", minus_kl.sum()}};
}

void Lda::set_topics(Topics topics) {
  topics_ = std::move(topics);
  local_->topics_have_changed();
}

}  // namespace vilda::lda
