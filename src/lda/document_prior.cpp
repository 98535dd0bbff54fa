#include "lda/document_prior.hpp"

#include "lda/kernels.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {

DocumentPrior::DocumentPrior(const vi::Dirichlet& prior)
    : num_topics_(static_cast<std::size_t>(prior.concentration.size())), alpha_(1, num_topics_) {
  Eigen::Map<Eigen::VectorXf>(alpha_.row(0), prior.concentration.size()) = prior.concentration.cast<float>();
  const vi::Dirichlet rounded{prior.concentration.cast<float>().cast<double>()};
  sum_ = rounded.sum();
  log_normalizer_ = rounded.log_normalizer();
}

double DocumentPrior::minus_kl(const float* gamma) const {
  const double sum =
      Eigen::Map<const Eigen::VectorXf>(gamma, static_cast<Eigen::Index>(num_topics_)).cast<double>().sum();
  return kernels::dirichlet_terms(gamma, alpha(), num_topics_) - (sum_ - sum) * math::digamma(sum) -
         math::lgamma(sum) - log_normalizer_;
}

}  // namespace vilda::lda
