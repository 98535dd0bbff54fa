#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "lda/mean_field/document_prior.hpp"
#include "lda/mean_field/resting_topics.hpp"
#include "lda/mean_field/topics_used.hpp"

namespace vilda::lda {

/// The words of one document after the other as its E-step sees them, on one thread.
class GatheredWords {
 public:
  explicit GatheredWords(std::size_t longest_document);

  /// words: their numbers in the batch, whose rows these are. resting: none where no topic may rest. All of
  /// them must stay where they are.
  void gather(std::span<const std::uint32_t> words, std::span<const std::uint32_t> counts, const Rows& rows,
              const DocumentPrior& prior, const std::optional<RestingTopics>& resting);

  std::span<const std::uint32_t> words() const { return words_; }
  const kernels::Document& document() const { return document_; }
  const RestingWeights* resting() const { return resting_ ? &*resting_ : nullptr; }

 private:
  std::span<const std::uint32_t> words_;
  kernels::Document document_{};
  std::optional<RestingWeights> resting_;
  std::vector<const float*> rows_;
  std::vector<float> counts_, of_resting_;
};

}  // namespace vilda::lda
