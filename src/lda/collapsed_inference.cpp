#include "lda/collapsed_inference.hpp"

#include <algorithm>
#include <numeric>

namespace vilda::lda {
namespace {

constexpr int kSweepsWithAllTopics = 2;

/// A topic is used that has so many of the document's tokens, or half of what the topic with most of them
/// has. Of corpora of 30 to 200 tokens a document, 1 to 2 are best; without a limit the many topics with a
/// little of everything make long documents' topics no better and short ones' much worse.
constexpr float kTokensOfATopicUsed = 1.5F;

}  // namespace

CollapsedInference::CollapsedInference(std::size_t longest_document, std::size_t num_topics, int max_sweeps,
                                       double tolerance)
    : num_topics_(num_topics),
      max_sweeps_(max_sweeps),
      tolerance_(static_cast<float>(tolerance)),
      gamma_(1, num_topics),
      scratch_(5, num_topics),
      kept_(1, num_topics),
      alpha_(1, num_topics),
      words_(longest_document + 1, num_topics),
      rows_(longest_document) {}

kernels::Outcome CollapsedInference::infer(const kernels::CollapsedDocument& document, float* phi) {
  document_ = document;
  topics_.resize(num_topics_);
  std::iota(topics_.begin(), topics_.end(), 0U);
  start_evenly(phi);
  for (int sweep = 1; sweep <= max_sweeps_; ++sweep) {
    if (sweep == kSweepsWithAllTopics + 1) keep_topics_used(phi);
    const float change = kernels::collapsed_sweep(document_, gamma_.row(0), phi, scratch_.row(0));
    if (change < tolerance_ * static_cast<float>(num_topics_)) return {sweep, true};
  }
  return {max_sweeps_, false};
}

void CollapsedInference::start_evenly(float* phi) {
  const std::size_t size = kernels::row_size(num_topics_);
  const float share = 1 / static_cast<float>(num_topics_);
  for (std::size_t w = 0; w < document_.num_words; ++w) {
    std::fill_n(phi + w * size, num_topics_, share);
    std::fill_n(phi + w * size + num_topics_, size - num_topics_, 0.0F);
  }
  const float num_tokens = std::accumulate(document_.counts, document_.counts + document_.num_words, 0.0F);
  for (std::size_t k = 0; k < num_topics_; ++k) gamma_.row(0)[k] = document_.alpha[k] + num_tokens * share;
  std::fill_n(gamma_.row(0) + num_topics_, size - num_topics_, 0.0F);
}

void CollapsedInference::keep_topics_used(float* phi) {
  float most = 0;
  for (const std::uint32_t k : topics_) most = std::max(most, gamma_.row(0)[k] - document_.alpha[k]);
  const float fewest = std::min(kTokensOfATopicUsed, most / 2);
  const auto is_used = [&](std::uint32_t k) { return gamma_.row(0)[k] - document_.alpha[k] >= fewest; };
  const auto num_used = static_cast<std::size_t>(std::ranges::count_if(topics_, is_used));
  const std::size_t size = kernels::row_size(num_topics_), kept_size = kernels::row_size(num_used);
  if (kept_size == size) return;  // no work to save
  for (const std::uint32_t k : topics_) kept_.row(0)[k] = is_used(k) ? 1 : 0;
  std::erase_if(topics_, [&](std::uint32_t k) { return kept_.row(0)[k] == 0; });

  kernels::keep_topics(document_.alpha, kept_.row(0), num_topics_, alpha_.row(0));
  std::copy_n(alpha_.row(0), kept_size, gamma_.row(0));
  for (std::size_t w = 0; w < document_.num_words; ++w) {
    float* row = words_.row(0) + w * kept_size;
    kernels::keep_topics(document_.rows[w], kept_.row(0), num_topics_, row);
    rows_[w] = row;
    float* phi_w = phi + w * kept_size;
    kernels::keep_topics(phi + w * size, kept_.row(0), num_topics_, phi_w);
    for (std::size_t k = 0; k < kept_size; ++k) gamma_.row(0)[k] += document_.counts[w] * phi_w[k];
  }
  document_.rows = rows_.data();
  document_.alpha = alpha_.row(0);
  document_.num_topics = topics_.size();
}

}  // namespace vilda::lda
