#include "vilda/lda/held_out.hpp"

#include "vilda/lda/lda.hpp"
#include "vilda/vi/item_order.hpp"

namespace vilda::lda {

Eigen::MatrixXd HeldOutInference::proportions() const {
  return (gamma.array().rowwise() / gamma.colwise().sum().array()).matrix().transpose();
}

HeldOutInference infer_documents(const Model& model, const math::Counts& counts,
                                 const DocumentOptions& options) {
  Lda lda(counts, model.topics, model.priors, options, GammaStart::even);
  const std::vector<std::size_t> documents = vi::in_order(lda.num_items());
  lda.infer(documents);
  vi::Elbo elbo = lda.local_elbo(documents);
  return {.gamma = lda.gamma(), .elbo = std::move(elbo), .ledger = lda.take_ledger()};
}

vi::Elbo topics_elbo(const Model& model) {
  const math::Counts no_documents(static_cast<arma::uword>(model.topics.num_words()), 0);
  return Lda(no_documents, model.topics, model.priors, {}, GammaStart::even).global_elbo();
}

}  // namespace vilda::lda
