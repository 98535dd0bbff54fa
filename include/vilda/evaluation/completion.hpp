#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "vilda/math/views.hpp"

/// Document completion: how well a model predicts one half of a document from the other.
///
/// A document's tokens are numbered in the order of the word ids, a word's repeats in a row; those with even
/// numbers are observed, those with odd numbers scored. The proportions are the unique maximum over the
/// observed tokens of
///
///   sum_w n_w log(theta . beta_w) + sum_k alpha_k log theta_k
///
/// and the score is sum over the scored tokens of log(theta . beta_w). Compare Wallach, Murray, Salakhutdinov
/// & Mimno (2009), Evaluation methods for topic models, section 5.1. Every system can be compared by it, as
/// it needs nothing but beta and alpha.
namespace vilda::evaluation {

struct Completion {
  Eigen::ArrayXd log_likelihood_nats;  ///< D
  std::uint64_t scored_tokens = 0;

  double log_likelihood_per_token_nats() const;  ///< not a number where no token is scored
  double perplexity() const;                     ///< exp(-log likelihood per token)
};

/// beta: K x V, rows sum to 1, each > 0; alpha: K, each > 0; counts: V x D.
Completion complete_documents(const Eigen::MatrixXd& beta, const Eigen::VectorXd& alpha,
                              const math::Counts& counts);

}  // namespace vilda::evaluation
