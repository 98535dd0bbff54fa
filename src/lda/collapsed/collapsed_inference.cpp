#include "lda/collapsed/collapsed_inference.hpp"

#include <algorithm>
#include <numeric>

namespace vilda::lda {
namespace {

constexpr int kSweepsWithAllTopics = 2;

/// A topic is used that has so many of the document's tokens, or half of what the topic with most of them
/// has. Of corpora of 30 to 200 tokens a document, 1 to 2 are best; without a limit the many topics with a
/// little of everything make long documents' topics no better and short ones' much worse.
constexpr float kTokensOfATopicUsed = 1.5F;

/// With more topics than this a document starts with those in sight: that have so many of its tokens if each
/// word's are shared out as its beta says.
constexpr std::size_t kMostTopicsToStartWith = 128;
constexpr float kTokensOfATopicInSight = 0.25F;

}  // namespace

CollapsedInference::CollapsedInference(std::size_t longest_document, std::size_t num_topics, int max_sweeps,
                                       double tolerance)
    : num_topics_(num_topics),
      max_sweeps_(max_sweeps),
      tolerance_(static_cast<float>(tolerance)),
      topics_(kernels::row_size(num_topics)),
      gamma_(1, num_topics),
      scratch_(5, num_topics),
      phi_(longest_document + 1, num_topics),
      kept_(num_topics),
      alpha_(1, num_topics),
      words_(longest_document + 1, num_topics),
      rows_(longest_document),
      phi_rows_(longest_document) {}

kernels::Outcome CollapsedInference::infer(const kernels::CollapsedDocument& document) {
  document_ = document;
  std::iota(topics_.begin(), topics_.end(), 0U);
  keep_topics_in_sight();
  kernels::collapsed_first_sweep(document_, gamma_.row(0), phi_.row(0), scratch_.row(0));
  for (int sweep = 2; sweep <= max_sweeps_; ++sweep) {
    if (sweep == kSweepsWithAllTopics + 1) keep_topics_used();
    const float change = kernels::collapsed_sweep(document_, gamma_.row(0), phi_.row(0), scratch_.row(0));
    if (change < tolerance_ * static_cast<float>(num_topics_)) return {sweep, true};
  }
  return {max_sweeps_, false};
}

void CollapsedInference::keep_topics_in_sight() {
  if (num_topics_ <= kMostTopicsToStartWith) return;
  kernels::collapsed_first_look(document_, scratch_.row(0));
  keep_topics_with(scratch_.row(0), kTokensOfATopicInSight);
}

void CollapsedInference::keep_topics_used() {
  float* phi = phi_.row(0);
  const std::size_t num_topics = document_.num_topics, size = kernels::row_size(num_topics);
  float* tokens = scratch_.row(0);
  for (std::size_t k = 0; k < num_topics; ++k) tokens[k] = gamma_.row(0)[k] - document_.alpha[k];
  if (!keep_topics_with(tokens, kTokensOfATopicUsed)) return;
  for (std::size_t w = 0; w < document_.num_words; ++w) phi_rows_[w] = phi + w * size;
  kernels::gather(phi_rows_.data(), document_.num_words, lanes_, phi);
  kernels::collapsed_gamma(document_, phi, gamma_.row(0));
}

/// Goes on with the topics that have so many tokens, or half of what the topic with most of them has. False
/// if that saves no work: nothing is done then. Else lanes_ are theirs in the rows before.
bool CollapsedInference::keep_topics_with(const float* tokens, float most_needed) {
  const std::size_t num_topics = document_.num_topics;
  const float needed = std::min(most_needed, *std::max_element(tokens, tokens + num_topics) / 2);
  std::size_t num_kept = 0;
  for (std::uint32_t k = 0; k < num_topics; ++k) {
    kept_[num_kept] = k;
    num_kept += tokens[k] >= needed ? 1 : 0;
  }
  const std::size_t size = kernels::row_size(num_kept);
  if (size == kernels::row_size(num_topics)) return false;

  for (std::size_t i = 0; i < num_kept; ++i) topics_[i] = topics_[kept_[i]];
  kernels::find_lanes({kept_.data(), num_kept}, lanes_);
  kernels::gather(&document_.alpha, 1, lanes_, alpha_.row(0));
  kernels::gather(document_.rows, document_.num_words, lanes_, words_.row(0));
  for (std::size_t w = 0; w < document_.num_words; ++w) rows_[w] = words_.row(0) + w * size;
  document_.rows = rows_.data();
  document_.alpha = alpha_.row(0);
  document_.num_topics = num_kept;
  return true;
}

}  // namespace vilda::lda
