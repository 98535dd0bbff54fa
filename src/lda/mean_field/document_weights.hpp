#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lda/documents/word_occurrences.hpp"
#include "lda/kernels/rows.hpp"
#include "lda/mean_field/topics_used.hpp"

namespace vilda::lda {

/// exp(E[log theta]) of documents up to a factor, K numbers each, for the sums over documents: a row, or, of
/// a document whose other topics rest, those of the topics it uses, beside what all have at rest.
class DocumentWeights {
 public:
  static constexpr std::size_t kBytesOfATopicUsed = 2 * sizeof(float);
  /// Beside these: where they are, and what the allocator puts before them and rounds up to.
  static constexpr std::size_t kBytesOfADocument = sizeof(std::vector<float>) + 16;

  void resize(std::size_t num_documents, std::size_t num_topics);

  /// To be filled: of all topics.
  float* row(std::size_t document);

  /// Beside topics at rest.
  void set(std::size_t document, const TopicsUsed& used);

  /// To be called when all documents have theirs.
  void count_those_at_rest();

  /// sums_k += sum over occurrences of ratios[pair] * (weights[document][k] - resting_k, where others rest).
  /// Returns the sum of the ratios there: so often resting_k is still to be added. scratch: overwritten.
  double add(std::span<const WordOccurrences::Occurrence> occurrences, const float* ratios,
             std::vector<WordOccurrences::Occurrence>& scratch, double* sums) const;

 private:
  struct Weight {
    std::uint32_t topic;
    float above_resting;
  };
  static_assert(sizeof(Weight) == kBytesOfATopicUsed);

  std::size_t num_documents_ = 0, num_topics_ = 0;
  std::size_t at_rest_ = 0;                // so many documents
  Rows rows_;                              // one a document
  std::vector<std::vector<Weight>> used_;  // none where the row is meant
};

}  // namespace vilda::lda
