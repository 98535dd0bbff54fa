#include "lda/mean_field/document_weights.hpp"

#include <algorithm>

namespace vilda::lda {

void DocumentWeights::resize(std::size_t num_documents, std::size_t num_topics) {
  num_documents_ = num_documents;
  num_topics_ = num_topics;
  rows_.resize(num_documents, num_topics);
  used_.resize(std::max(used_.size(), num_documents));
}

float* DocumentWeights::row(std::size_t document) {
  used_[document].clear();
  return rows_.row(document);
}

void DocumentWeights::set(std::size_t document, const TopicsUsed& used) {
  std::vector<Weight>& weights = used_[document];
  weights.clear();
  weights.reserve(used.topics().size());
  for (std::size_t i = 0; i < used.topics().size(); ++i) {
    weights.push_back({used.topics()[i], used.weights_above_resting()[i]});
  }
}

void DocumentWeights::count_those_at_rest() {
  at_rest_ = 0;
  for (std::size_t d = 0; d < num_documents_; ++d) at_rest_ += used_[d].empty() ? 0 : 1;
}

double DocumentWeights::add(std::span<const WordOccurrences::Occurrence> occurrences, const float* ratios,
                            std::vector<WordOccurrences::Occurrence>& scratch, double* sums) const {
  double at_rest = 0;
  if (at_rest_ > 0) {
    scratch.clear();
    for (const WordOccurrences::Occurrence& occurrence : occurrences) {
      const std::vector<Weight>& used = used_[occurrence.document];
      if (used.empty()) {
        scratch.push_back(occurrence);
        continue;
      }
      const double ratio = ratios[occurrence.pair];
      for (const Weight& weight : used) sums[weight.topic] += ratio * weight.above_resting;
      at_rest += ratio;
    }
    occurrences = scratch;
  }
  if (!occurrences.empty())
    kernels::accumulate_word(rows_.data(), num_topics_, occurrences.data(), occurrences.size(), ratios, sums);
  return at_rest;
}

}  // namespace vilda::lda
