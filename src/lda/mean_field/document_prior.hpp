#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "lda/kernels/rows.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {

/// Dirichlet(alpha), the prior of theta of K topics, as the kernels see it: rounded to float. Where there are
/// many topics and alpha is small, a document lets those that it does not use rest at gamma_k = alpha_k; what
/// is of alpha alone is known once for all documents.
class DocumentPrior {
 public:
  static constexpr std::size_t kFewTopics = 128;  ///< they stay in registers, see kernels: all take part
  /// A topic with fewer is at rest.
  static constexpr float kAnyTokens = std::numeric_limits<float>::denorm_min();

  explicit DocumentPrior(const vi::Dirichlet& prior);

  std::size_t num_topics() const { return num_topics_; }
  const float* alpha() const { return alpha_.row(0); }  ///< a row

  /// With few topics nothing is won, and with a large alpha those at rest would have tokens.
  bool topics_may_rest() const { return topics_may_rest_; }
  const float* resting_weights() const { return weights_.row(0); }  ///< a row: exp(digamma(alpha_k))

  /// -KL(Dirichlet(gamma) || Dirichlet(alpha)) of a row gamma.
  double minus_kl(const float* gamma) const;

  /// digamma(gamma_k) (K) of a row gamma.
  Eigen::VectorXd digammas(const float* gamma) const;

 private:
  bool find_topics_beside_resting(const float* gamma, std::vector<std::uint32_t>& topics) const;
  double dirichlet_terms(const float* gamma) const;

  std::size_t num_topics_;
  Rows alpha_, weights_;  // one
  double sum_, log_normalizer_;
  bool topics_may_rest_;
  Eigen::VectorXd digammas_, log_gammas_;  // K: of alpha_k
  double sum_of_log_gammas_;
};

}  // namespace vilda::lda
