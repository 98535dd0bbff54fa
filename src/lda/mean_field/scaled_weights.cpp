#include "vilda/lda/scaled_weights.hpp"

#include <algorithm>

namespace vilda::lda {
namespace {

constexpr double kSmallestLogWeight = -300;

ScaledWeights scaled(const Eigen::ArrayXd& log_weights) {
  const double largest = log_weights.maxCoeff();
  return {.weight = (log_weights - largest).max(kSmallestLogWeight).exp(), .log_scale = largest};
}

}  // namespace

ScaledWeights topic_weights(const vi::Dirichlet& proportions) {
  return scaled(proportions.expected_statistics().array());
}

ScaledWeights word_weights(const LazyTopics& topics, Eigen::Index word) {
  return scaled(topics.expected_log(word).array());
}

}  // namespace vilda::lda
