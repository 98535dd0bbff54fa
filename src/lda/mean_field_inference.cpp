#include "lda/mean_field_inference.hpp"

#include <algorithm>

namespace vilda::lda {
namespace {

/// Before topics are looked at, from an even start and where most of them are used.
constexpr int kIterationsWithAllTopics = 3;

/// Before the topics that are left are looked at again.
constexpr int kIterationsBetweenLooks = 4;

/// With a larger share of the topics than this it does not pay to gather them.
constexpr double kShareWorthGathering = 0.6;

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
      sums_(num_topics + 3, kernels::kRowMultiple),
      counts_(1, longest_document + 1),
      words_(num_topics, longest_document + 1),
      rows_(num_topics) {}

kernels::Outcome MeanFieldInference::infer(const kernels::Document& document, GammaStart start, float* gamma,
                                           float* weights) {
  int iterations = 0, with_all = start == GammaStart::even ? kIterationsWithAllTopics : 1;
  while (true) {
    const kernels::Outcome all =
        kernels::iterate_document(document, std::min(with_all, max_iterations_ - iterations), tolerance_,
                                  gamma, weights, ratios_.data(), tokens_.row(0));
    iterations += all.iterations;
    if (all.converged || iterations == max_iterations_) return {iterations, all.converged};
    with_all = kIterationsWithAllTopics;
    const int left = max_iterations_ - iterations - 1;  // the last one is of all topics
    if (left == 0 || !gather_topics_used(document, gamma)) continue;
    iterations += infer_topics_used(left, gamma);
    with_all = 1;
  }
}

/// False where there are none, or that would not save work.
bool MeanFieldInference::gather_topics_used(const kernels::Document& document, const float* gamma) {
  topics_.clear();
  for (std::size_t k = 0; k < num_topics_; ++k) {
    if (gamma[k] - document.alpha[k] >= tolerance_) topics_.push_back(static_cast<std::uint32_t>(k));
  }
  if (topics_.empty() ||
      static_cast<double>(topics_.size()) > kShareWorthGathering * static_cast<double>(num_topics_))
    return false;
  gather_words(document);
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    gamma_.row(0)[i] = gamma[topics_[i]];
    alpha_.row(0)[i] = document.alpha[topics_[i]];
  }
  return true;
}

void MeanFieldInference::gather_words(const kernels::Document& document) {
  num_words_ = document.num_words;
  const std::size_t size = kernels::row_size(num_words_), num_topics = topics_.size();
  std::fill(std::copy_n(document.counts, num_words_, counts_.row(0)), counts_.row(0) + size, 0.0F);
  for (std::size_t i = 0; i < num_topics; ++i) {
    float* row = words_.row(0) + i * size;
    rows_[i] = row;
    std::fill(row + num_words_, row + size, 1.0F);
  }
  for (std::size_t w = 0; w < num_words_; ++w) {
    float* to = words_.row(0) + w;
    for (std::size_t i = 0; i < num_topics; ++i) to[i * size] = document.rows[w][topics_[i]];
  }
}

/// From gamma on, with ever fewer topics. Returns the iterations.
int MeanFieldInference::infer_topics_used(int max_iterations, float* gamma) {
  int iterations = 0;
  bool converged = false;
  while (!converged && iterations < max_iterations) {
    const std::size_t num_topics = topics_.size();
    std::fill(gamma_.row(0) + num_topics, gamma_.row(0) + kernels::row_size(num_topics), 0.0F);
    std::fill(alpha_.row(0) + num_topics, alpha_.row(0) + kernels::row_size(num_topics), 0.0F);
    const kernels::DocumentByTopic document{.rows = rows_.data(),
                                            .counts = counts_.row(0),
                                            .num_words = num_words_,
                                            .alpha = alpha_.row(0),
                                            .num_topics = num_topics};
    const float tolerance =  // of the mean over all topics
        tolerance_ * static_cast<float>(num_topics_) / static_cast<float>(num_topics);
    const kernels::Outcome outcome =
        kernels::iterate_document(document, std::min(kIterationsBetweenLooks, max_iterations - iterations),
                                  tolerance, gamma_.row(0), weights_.row(0), tokens_.row(0), sums_.row(0));
    for (std::size_t i = 0; i < num_topics; ++i) gamma[topics_[i]] = gamma_.row(0)[i];
    iterations += outcome.iterations;
    converged = outcome.converged;
    if (!converged) drop_topics_unused();
  }
  return iterations;
}

void MeanFieldInference::drop_topics_unused() {
  std::size_t num_kept = 0;
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    topics_[num_kept] = topics_[i];
    rows_[num_kept] = rows_[i];
    gamma_.row(0)[num_kept] = gamma_.row(0)[i];
    alpha_.row(0)[num_kept] = alpha_.row(0)[i];
    if (gamma_.row(0)[i] - alpha_.row(0)[i] >= tolerance_) ++num_kept;
  }
  if (num_kept > 0) topics_.resize(num_kept);
}

}  // namespace vilda::lda
