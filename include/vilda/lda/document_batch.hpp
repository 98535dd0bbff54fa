#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/lda/document_source.hpp"
#include "vilda/vi/conjugate_model.hpp"

namespace vilda::lda {

/// The (document, word) pairs of a batch of documents. Documents and words are numbered within the batch, in
/// the order given and by rising word id; pairs are numbered by document.
class DocumentBatch {
 public:
  DocumentBatch() = default;
  DocumentBatch(const DocumentSource& source, vi::Batch documents);

  std::size_t num_documents() const { return documents_.size(); }
  std::size_t num_pairs() const { return counts_.size(); }
  const std::vector<std::size_t>& documents() const { return documents_; }  ///< ids in the corpus
  const std::vector<Eigen::Index>& words() const { return words_; }         ///< distinct word ids, ascending
  std::size_t first_pair(std::size_t document) const { return first_pair_[document]; }
  std::size_t num_pairs_of(std::size_t document) const {
    return first_pair_[document + 1] - first_pair_[document];
  }
  std::size_t longest_document() const;  ///< its number of pairs

  std::span<const std::uint32_t> words_of(std::size_t document) const {  ///< within the batch
    return {word_of_pair_.data() + first_pair_[document], num_pairs_of(document)};
  }
  std::span<const std::uint32_t> counts_of(std::size_t document) const {
    return {counts_.data() + first_pair_[document], num_pairs_of(document)};
  }

 private:
  void number_words(std::size_t num_words);

  std::vector<std::size_t> documents_;
  std::vector<Eigen::Index> words_;
  std::vector<std::size_t> first_pair_{0};   // documents + 1
  std::vector<std::uint32_t> word_of_pair_;  // pairs
  std::vector<std::uint32_t> counts_;        // pairs
};

/// The pairs of a batch by word, for the sums over documents.
class WordOccurrences {
 public:
  /// One occurrence of a word in a document.
  struct Occurrence {
    std::uint32_t document;  ///< within the batch
    std::uint32_t pair;
  };

  WordOccurrences() = default;
  explicit WordOccurrences(const DocumentBatch& batch);

  /// Of a word of the batch, in the order of the documents.
  std::span<const Occurrence> of(std::size_t word) const {
    return {occurrences_.data() + first_[word], first_[word + 1] - first_[word]};
  }

 private:
  std::vector<std::size_t> first_;  // words + 1
  std::vector<Occurrence> occurrences_;
};

}  // namespace vilda::lda
