#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "lda/documents/word_occurrences.hpp"
#include "vilda/lda/document_pairs.hpp"
#include "vilda/lda/document_source.hpp"
#include "vilda/lda/local_step.hpp"
#include "vilda/lda/word_numbers.hpp"
#include "vilda/vi/conjugate_model.hpp"

namespace vilda::lda {

/// A batch of documents that is read a block at a time, in the order given: caches hold what is worked on,
/// whatever the size of the batch. Words go by their numbers within the batch. A block ends where the
/// documents and the options say, so sums over blocks do not depend on the number of threads.
class DocumentBlocks {
 public:
  /// The source must outlive it. A block has at most so many pairs, or, of more words than that, as many as
  /// there are words; but one document at least. Documents count as kLeastPairs at least.
  explicit DocumentBlocks(const DocumentSource& source, std::size_t most_pairs = kPairsOfABlock)
      : source_(&source), most_pairs_(most_pairs) {}

  static constexpr std::size_t kLeastPairs = 64;
  static std::size_t most_pairs(std::size_t given, std::size_t num_words) {
    return std::max(given, num_words);
  }

  /// False where it is the batch that is held already.
  bool hold(vi::Batch documents);

  const std::vector<std::size_t>& documents() const { return documents_; }     ///< ids in the corpus
  const std::vector<Eigen::Index>& words() const { return numbers_.words(); }  ///< distinct ids, ascending
  std::size_t longest_document() const { return longest_document_; }           ///< its number of pairs
  bool are_one() const { return first_.size() == 2; }

  /// act(pairs, first): one block after the other; `first` is the number in the batch of its first document.
  template <class Act>
  void for_each(Act act) {
    for (std::size_t block = 0; block + 1 < first_.size(); ++block) {
      read(block);
      act(pairs_, first_[block]);
    }
  }

  /// Of the block that for_each came to last.
  const WordOccurrences& occurrences();

 private:
  void divide();
  void read(std::size_t block);
  vi::Batch documents_of(std::size_t block) const {
    return vi::Batch(documents_).subspan(first_[block], first_[block + 1] - first_[block]);
  }

  const DocumentSource* source_;
  std::size_t most_pairs_;
  std::vector<std::size_t> documents_;
  std::vector<std::size_t> first_;  // of the blocks, and one more: their first documents
  std::size_t longest_document_ = 0;
  WordNumbers numbers_;

  // The block in hand
  std::size_t block_ = 0;
  DocumentPairs pairs_;
  WordOccurrences occurrences_;
  bool occurrences_are_current_ = false;
};

}  // namespace vilda::lda
