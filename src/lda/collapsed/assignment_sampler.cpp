#include "lda/collapsed/assignment_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace vilda::lda {
namespace {

/// In [0, 1), a multiple of 2^-24.
float uniform(math::CounterEngine& random) {
  return static_cast<float>(random() >> 8U) * 0x1p-24F;
}

}  // namespace

AssignmentSampler::AssignmentSampler(std::size_t num_topics)
    : counts_(1, num_topics), weights_(1, num_topics), ones_(1, num_topics), scratch_(1, num_topics) {
  std::fill_n(ones_.row(0), num_topics, 1.0F);
}

std::span<const float> AssignmentSampler::draw(const kernels::CollapsedDocument& document, const float* phi,
                                               int sweeps, math::CounterEngine random) {
  const std::size_t row = kernels::row_size(document.num_topics);
  std::copy_n(document.alpha, row, weights_.row(0));
  std::fill_n(counts_.row(0), row, 0.0F);
  topics_.clear();
  choose_tokens(document);
  for (std::size_t w = 0; w < document.num_words; ++w) {
    for (std::uint32_t n = 0; n < tokens_[w]; ++n) {
      topics_.push_back(kernels::draw_topic(phi + w * row, ones_.row(0), document.num_topics, uniform(random),
                                            scratch_.row(0)));
      count(topics_.back(), 1, document.alpha);
    }
  }
  for (int i = 0; i < sweeps; ++i) sweep(document, random);
  return {counts_.row(0), document.num_topics};
}

void AssignmentSampler::choose_tokens(const kernels::CollapsedDocument& document) {
  const std::span counts(document.counts, document.num_words);
  const double distance =
      std::max(1.0, std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(kMostTokens));
  tokens_.clear();
  double seen = 0, chosen = 0;
  for (const float count : counts) {
    seen += static_cast<double>(count);
    const double chosen_before = std::exchange(chosen, std::floor(seen / distance));
    tokens_.push_back(static_cast<std::uint32_t>(chosen - chosen_before));
  }
}

void AssignmentSampler::count(std::size_t topic, float more, const float* alpha) {
  float& tokens = counts_.row(0)[topic];
  tokens += more;
  weights_.row(0)[topic] = alpha[topic] + tokens;
}

void AssignmentSampler::sweep(const kernels::CollapsedDocument& document, math::CounterEngine& random) {
  std::size_t token = 0;
  for (std::size_t w = 0; w < document.num_words; ++w) {
    for (std::uint32_t n = 0; n < tokens_[w]; ++n, ++token) {
      count(topics_[token], -1, document.alpha);
      topics_[token] = kernels::draw_topic(weights_.row(0), document.rows[w], document.num_topics,
                                           uniform(random), scratch_.row(0));
      count(topics_[token], 1, document.alpha);
    }
  }
}

}  // namespace vilda::lda
