#include "lda/mean_field_inference.hpp"

#include <algorithm>

namespace vilda::lda {
namespace {

/// Before topics are looked at, and after it where most of them are used.
constexpr int kIterationsWithAllTopics = 3;

/// With a larger share of the topics than this it does not pay to gather them.
constexpr double kShareWorthGathering = 0.6;

/// to_i = from_topics_i, padded with zeros to a row.
void gather(const float* from, const std::vector<std::uint32_t>& topics, float* to) {
  for (std::size_t i = 0; i < topics.size(); ++i) to[i] = from[topics[i]];
  std::fill(to + topics.size(), to + kernels::row_size(topics.size()), 0.0F);
}

}  // namespace

MeanFieldInference::MeanFieldInference(std::size_t longest_document, std::size_t num_topics,
                                       int max_iterations, double tolerance)
    : num_topics_(num_topics),
      max_iterations_(max_iterations),
      tolerance_(static_cast<float>(tolerance)),
      tokens_(1, num_topics),
      ratios_(longest_document + 3),
      alpha_(1, num_topics),
      gamma_(1, num_topics),
      weights_(1, num_topics),
      words_(longest_document, num_topics),
      rows_(longest_document + 3) {}

kernels::Outcome MeanFieldInference::infer(const kernels::Document& document, float* gamma, float* weights) {
  int iterations = 0, with_all = kIterationsWithAllTopics;
  while (true) {
    const kernels::Outcome all =
        kernels::iterate_document(document, std::min(with_all, max_iterations_ - iterations), tolerance_,
                                  gamma, weights, ratios_.data(), tokens_.row(0));
    iterations += all.iterations;
    if (all.converged || iterations == max_iterations_) return {iterations, all.converged};
    with_all = kIterationsWithAllTopics;
    const int left = max_iterations_ - iterations - 1;  // the last one is of all topics
    if (left == 0 || !keep_topics_used(document, gamma)) continue;
    iterations += infer_topics_used(left, gamma).iterations;
    with_all = 1;
  }
}

/// False where there are none, or that would not save work.
bool MeanFieldInference::keep_topics_used(const kernels::Document& document, const float* gamma) {
  topics_.clear();
  for (std::size_t k = 0; k < num_topics_; ++k) {
    if (gamma[k] - document.alpha[k] >= tolerance_) topics_.push_back(static_cast<std::uint32_t>(k));
  }
  if (topics_.empty() ||
      static_cast<double>(topics_.size()) > kShareWorthGathering * static_cast<double>(num_topics_))
    return false;
  const std::size_t size = kernels::row_size(topics_.size());
  for (std::size_t w = 0; w < document.num_words; ++w) {
    float* row = words_.row(0) + w * size;
    gather(document.rows[w], topics_, row);
    rows_[w] = row;
  }
  for (std::size_t w = document.num_words; w % 4 != 0; ++w) rows_[w] = rows_[0];
  gather(document.alpha, topics_, alpha_.row(0));
  document_ = {.rows = rows_.data(),
               .counts = document.counts,
               .num_words = document.num_words,
               .alpha = alpha_.row(0),
               .num_topics = topics_.size()};
  return true;
}

kernels::Outcome MeanFieldInference::infer_topics_used(int max_iterations, float* gamma) {
  gather(gamma, topics_, gamma_.row(0));
  const float tolerance =  // of the mean over all topics
      tolerance_ * static_cast<float>(num_topics_) / static_cast<float>(topics_.size());
  const kernels::Outcome outcome = kernels::iterate_document(
      document_, max_iterations, tolerance, gamma_.row(0), weights_.row(0), ratios_.data(), tokens_.row(0));
  for (std::size_t i = 0; i < topics_.size(); ++i) gamma[topics_[i]] = gamma_.row(0)[i];
  return outcome;
}

}  // namespace vilda::lda
