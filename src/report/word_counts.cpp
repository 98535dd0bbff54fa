#include "vilda/report/word_counts.hpp"

namespace vilda::report {

Eigen::VectorXd word_counts(const math::Counts& counts) {
  Eigen::VectorXd words = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(counts.n_rows));
  for (arma::uword i = 0; i < counts.n_nonzero; ++i)
    words[static_cast<Eigen::Index>(counts.row_indices[i])] += counts.values[i];
  return words;
}

Eigen::VectorXd expected_word_counts(const lda::Model& model) {
  const double prior = static_cast<double>(model.topics.num_topics()) * model.priors.eta;
  return (model.topics.lambda().colwise().sum().transpose().array() - prior).max(0.0);
}

}  // namespace vilda::report
