#include "vilda/lda/expectation.hpp"

#include <algorithm>

namespace vilda::lda {
namespace {

constexpr double kSmallestLogWeight = -300;

ScaledWeights scaled(const Eigen::ArrayXd& log_weights) {
  const double largest = log_weights.maxCoeff();
  return {.weight = (log_weights - largest).max(kSmallestLogWeight).exp(), .log_scale = largest};
}

}  // namespace

ScaledWeights topic_weights(const vi::Dirichlet& proportions, Expectation expectation) {
  return expectation == Expectation::geometric ? scaled(proportions.expected_statistics().array())
                                               : scaled(proportions.mean().array().log());
}

ScaledWeights word_weights(const Topics& topics, Eigen::Index word, Expectation expectation) {
  return expectation == Expectation::geometric ? scaled(topics.expected_log(word).array())
                                               : scaled(topics.mean(word).array().log());
}

}  // namespace vilda::lda
