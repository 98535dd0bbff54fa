#include "vilda/lda/held_out.hpp"

#include "lda/documents/documents_in_memory.hpp"
#include "vilda/lda/lda.hpp"

namespace vilda::lda {

Eigen::MatrixXd HeldOutInference::proportions() const {
  return (gamma.array().rowwise() / gamma.colwise().sum().array()).matrix().transpose();
}

HeldOutInference infer_documents(const Model& model, const math::Counts& counts,
                                 const DocumentOptions& options) {
  Lda lda(counts, model.topics, model.priors, options, GammaStart::even);
  HeldOutInference inferred;
  inferred.gamma.resize(model.topics.num_topics(), static_cast<Eigen::Index>(lda.num_items()));
  for_some_documents(lda.num_items(), [&](vi::Batch some, std::size_t first) {
    lda.infer(some);
    inferred.elbo += lda.local_elbo(some);
    inferred.gamma.middleCols(static_cast<Eigen::Index>(first), static_cast<Eigen::Index>(some.size())) =
        lda.gamma();
  });
  inferred.ledger = lda.take_ledger();
  return inferred;
}

vi::Elbo topics_elbo(const Model& model) {
  const math::Counts no_documents(static_cast<arma::uword>(model.topics.num_words()), 0);
  return Lda(no_documents, model.topics, model.priors, {}, GammaStart::even).global_elbo();
}

}  // namespace vilda::lda
