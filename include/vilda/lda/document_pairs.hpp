#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/lda/document_source.hpp"
#include "vilda/lda/word_numbers.hpp"
#include "vilda/vi/conjugate_model.hpp"

namespace vilda::lda {

/// With fewer pairs than this it does not pay to share work among threads.
inline constexpr std::size_t kPairsWorthSharing = 4'000;

/// The (document, word) pairs of some documents, which are numbered in the order given; pairs are numbered by
/// document.
class DocumentPairs {
 public:
  /// In the memory of those before. Words go by their ids.
  void read(const DocumentSource& source, vi::Batch documents);

  /// From here on words go by their numbers.
  void number_words(const WordNumbers& numbers) { numbers.replace(word_of_pair_); }

  std::size_t num_documents() const { return documents_.size(); }
  std::size_t num_pairs() const { return counts_.size(); }
  const std::vector<std::size_t>& documents() const { return documents_; }  ///< ids in the corpus
  std::size_t first_pair(std::size_t document) const { return first_pair_[document]; }
  std::size_t num_pairs_of(std::size_t document) const {
    return first_pair_[document + 1] - first_pair_[document];
  }
  std::size_t longest_document() const;  ///< its number of pairs

  const std::vector<std::uint32_t>& words() const { return word_of_pair_; }  ///< of the pairs
  std::span<const std::uint32_t> words_of(std::size_t document) const {
    return {word_of_pair_.data() + first_pair_[document], num_pairs_of(document)};
  }
  std::span<const std::uint32_t> counts_of(std::size_t document) const {
    return {counts_.data() + first_pair_[document], num_pairs_of(document)};
  }

 private:
  std::vector<std::size_t> documents_;
  std::vector<std::size_t> first_pair_{0};   // documents + 1
  std::vector<std::uint32_t> word_of_pair_;  // pairs
  std::vector<std::uint32_t> counts_;        // pairs
};

}  // namespace vilda::lda
