#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/math/views.hpp"
#include "vilda/vi/conjugate_model.hpp"

namespace vilda::lda {

/// The (document, word) pairs of a batch of documents, in both orders: by document for the document step, by
/// word for the topics' statistics. Documents and words are numbered within the batch, in the order given and
/// by rising word id; pairs are numbered by document.
class DocumentBatch {
 public:
  /// One occurrence of a word in a document.
  struct Occurrence {
    std::uint32_t document;  ///< within the batch
    std::size_t pair;
  };

  DocumentBatch() = default;
  DocumentBatch(const math::Counts& counts, vi::Batch documents);

  std::size_t num_documents() const { return documents_.size(); }
  std::size_t num_pairs() const { return word_of_pair_.size(); }
  const std::vector<std::size_t>& documents() const { return documents_; }  ///< ids in the corpus
  const std::vector<Eigen::Index>& words() const { return words_; }         ///< distinct word ids, ascending
  std::size_t first_pair(std::size_t document) const { return first_pair_[document]; }
  std::span<const std::uint32_t> words_of(std::size_t document) const;  ///< within the batch
  std::span<const Occurrence> occurrences_of(std::size_t word) const;   ///< in the order of the documents

 private:
  void number_words(const math::Counts& counts);
  void sort_by_word();

  std::vector<std::size_t> documents_;
  std::vector<Eigen::Index> words_;
  std::vector<std::size_t> first_pair_;        // documents + 1
  std::vector<std::uint32_t> word_of_pair_;    // pairs
  std::vector<std::size_t> first_occurrence_;  // words + 1
  std::vector<Occurrence> occurrences_;        // pairs
};

}  // namespace vilda::lda
