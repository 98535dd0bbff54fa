#include "vilda/lda/lda.hpp"

#include <utility>

#include "lda/kernels.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {

Lda::Lda(const math::Counts& counts, Topics topics, Priors priors, const DocumentOptions& options,
         GammaStart start)
    : num_documents_(counts.n_cols), topics_(std::move(topics)), priors_(std::move(priors)), start_(start) {
  priors_.validate();
  options.validate();
  counts.sync();
  const vi::Dirichlet prior{priors_.alpha};
  local_ = options.precision == Precision::float32 ? make_fast_local_step(counts, prior, options)
                                                   : make_reference_local_step(counts, prior, options);
}

void Lda::infer(vi::Batch documents) {
  const DocumentLedger ledger = local_->infer(documents, topics_, start_);
  ledger_.documents += ledger.documents;
  ledger_.converged += ledger.converged;
  ledger_.iterations += ledger.iterations;
}

/// -sum_k KL(Dir(lambda_k) || Dir(eta)), added up a word at a time, as lambda lies in memory.
vi::Elbo Lda::global_elbo() const {
  const Eigen::MatrixXd& lambda = topics_.lambda();
  Eigen::ArrayXd of_words(lambda.cols());
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < lambda.cols(); ++w) {
    of_words[w] =
        kernels::dirichlet_terms(lambda.col(w).data(), priors_.eta, static_cast<std::size_t>(lambda.rows()));
  }
  const vi::Dirichlet prior = vi::Dirichlet::symmetric(lambda.cols(), priors_.eta);
  double minus_kl = of_words.sum() - static_cast<double>(lambda.rows()) * prior.log_normalizer();
  for (const double sum : topics_.row_sums())
    minus_kl -= (prior.sum() - sum) * math::digamma(sum) + math::lgamma(sum);
  return {{"-kl_beta", minus_kl}};
}

void Lda::set_topics(Topics topics) {
  topics_ = std::move(topics);
  local_->topics_have_changed();
}

}  // namespace vilda::lda
