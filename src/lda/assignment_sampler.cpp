#include "lda/assignment_sampler.hpp"

#include <algorithm>
#include <numeric>

namespace vilda::lda {
namespace {

/// In [0, 1), a multiple of 2^-24.
float uniform(math::CounterEngine& random) {
  return static_cast<float>(random() >> 8U) * 0x1p-24F;
}

}  // namespace

std::span<const std::uint32_t> AssignmentSampler::draw(const kernels::CollapsedDocument& document,
                                                       const float* phi, int sweeps,
                                                       math::CounterEngine random) {
  const std::size_t row = kernels::row_size(document.num_topics);
  counts_.assign(document.num_topics, 0);
  weights_.resize(document.num_topics);
  topics_.clear();
  for (std::size_t w = 0; w < document.num_words; ++w) {
    std::partial_sum(phi + w * row, phi + w * row + document.num_topics, weights_.begin());
    for (float n = 0; n < document.counts[w]; ++n) {
      const std::size_t topic = index_below(uniform(random));
      topics_.push_back(static_cast<std::uint32_t>(topic));
      ++counts_[topic];
    }
  }
  for (int i = 0; i < sweeps; ++i) sweep(document, random);
  return counts_;
}

/// The first topic whose added-up weight is above that share of the whole.
std::size_t AssignmentSampler::index_below(float uniform) const {
  const auto found = std::ranges::upper_bound(weights_, uniform * weights_.back());
  return std::min(static_cast<std::size_t>(found - weights_.begin()), weights_.size() - 1);
}

void AssignmentSampler::sweep(const kernels::CollapsedDocument& document, math::CounterEngine& random) {
  std::size_t token = 0;
  for (std::size_t w = 0; w < document.num_words; ++w) {
    const float* beta = document.rows[w];
    for (float n = 0; n < document.counts[w]; ++n, ++token) {
      --counts_[topics_[token]];
      float sum = 0;
      for (std::size_t k = 0; k < document.num_topics; ++k) {
        sum += (document.alpha[k] + static_cast<float>(counts_[k])) * beta[k];
        weights_[k] = sum;
      }
      topics_[token] = static_cast<std::uint32_t>(index_below(uniform(random)));
      ++counts_[topics_[token]];
    }
  }
}

}  // namespace vilda::lda
