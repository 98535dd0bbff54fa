#include "lda/documents/document_blocks.hpp"

#include <algorithm>

namespace vilda::lda {

bool DocumentBlocks::hold(vi::Batch documents) {
  if (!first_.empty() && std::ranges::equal(documents, documents_)) return false;
  documents_.assign(documents.begin(), documents.end());
  divide();
  numbers_ = WordNumbers(source_->num_words());
  for (std::size_t block = 0; block + 1 < first_.size(); ++block) {
    pairs_.read(*source_, documents_of(block));
    if (!are_one()) source_->release();
    numbers_.add(pairs_.words());
  }
  numbers_.number();
  block_ = first_.size();
  if (are_one()) {
    pairs_.number_words(numbers_);
    block_ = 0;
    occurrences_are_current_ = false;
  }
  return true;
}

void DocumentBlocks::divide() {
  const std::size_t most = most_pairs(most_pairs_, source_->num_words());
  std::size_t pairs_of_block = 0;
  first_.assign(1, 0);
  longest_document_ = 0;
  for (std::size_t d = 0; d < documents_.size(); ++d) {
    const std::size_t pairs = source_->num_pairs_of(documents_[d]);
    longest_document_ = std::max(longest_document_, pairs);
    pairs_of_block += std::max(pairs, kLeastPairs);
    if (pairs_of_block > most && d > first_.back()) {
      first_.push_back(d);
      pairs_of_block = std::max(pairs, kLeastPairs);
    }
  }
  first_.push_back(documents_.size());
}

void DocumentBlocks::read(std::size_t block) {
  if (block == block_) return;
  pairs_.read(*source_, documents_of(block));
  source_->release();
  pairs_.number_words(numbers_);
  block_ = block;
  occurrences_are_current_ = false;
}

const WordOccurrences& DocumentBlocks::occurrences() {
  if (!occurrences_are_current_) occurrences_.sort(pairs_, words().size());
  occurrences_are_current_ = true;
  return occurrences_;
}

}  // namespace vilda::lda
