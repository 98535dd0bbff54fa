#pragma once

#include <Eigen/Core>

#include "vilda/lda/topics.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {

/// Which mean of a Dirichlet's proportions weighs a topic in the document step.
///
/// Mean-field inference takes the geometric one, exp(E[log x]). It is about x - 1/2 in the concentration x,
/// so topics that are small early on starve; the arithmetic one, E[x], does not starve them, and so makes a
/// good start.
enum class Expectation { geometric, arithmetic };

/// Weights in proportion to a mean of K proportions, in a form that cannot underflow: their largest is 1,
/// none is below exp(-300), and the mean itself is weight * exp(log_scale) (where it was not that small).
struct ScaledWeights {
  Eigen::ArrayXd weight;  ///< K
  double log_scale = 0;
};

/// Weights of the topics in a document: a mean of theta_d under q(theta_d).
ScaledWeights topic_weights(const vi::Dirichlet& proportions, Expectation expectation);

/// Weights of the topics for a word: a mean of beta_kw, k = 1..K, under q(beta).
ScaledWeights word_weights(const Topics& topics, Eigen::Index word, Expectation expectation);

}  // namespace vilda::lda
