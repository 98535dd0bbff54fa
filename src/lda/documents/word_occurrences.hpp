#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/lda/document_pairs.hpp"

namespace vilda::lda {

/// Pairs by word, for the sums over documents.
class WordOccurrences {
 public:
  /// One occurrence of a word in a document.
  struct Occurrence {
    std::uint32_t document;  ///< among those of the pairs
    std::uint32_t pair;
  };

  /// Of words whose numbers are below `num_words`.
  void sort(const DocumentPairs& pairs, std::size_t num_words);

  /// Of a word, in the order of the documents.
  std::span<const Occurrence> of(std::size_t word) const {
    return {occurrences_.data() + first_[word], first_[word + 1] - first_[word]};
  }

 private:
  std::vector<std::uint32_t> first_;  // words + 1
  std::vector<std::uint32_t> next_;   // words
  std::vector<Occurrence> occurrences_;
};

}  // namespace vilda::lda
