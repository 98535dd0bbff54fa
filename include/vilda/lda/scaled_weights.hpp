#pragma once

#include <Eigen/Core>

#include "vilda/lda/lazy_topics.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {

/// exp(E[log x]) of K proportions under a Dirichlet, by which the mean-field document step weighs topics, in
/// a form that cannot underflow: their largest is 1, none is below exp(-300), and exp(E[log x]) itself is
/// weight * exp(log_scale) (where it was not that small).
struct ScaledWeights {
  Eigen::ArrayXd weight;  ///< K
  double log_scale = 0;
};

/// Weights of the topics in a document: exp(E[log theta_d]).
ScaledWeights topic_weights(const vi::Dirichlet& proportions);

/// Weights of the topics for a word: exp(E[log beta_kw]), k = 1..K.
ScaledWeights word_weights(const LazyTopics& topics, Eigen::Index word);

}  // namespace vilda::lda
