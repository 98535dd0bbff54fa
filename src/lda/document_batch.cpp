#include "vilda/lda/document_batch.hpp"

#include <algorithm>
#include <numeric>

namespace vilda::lda {

DocumentBatch::DocumentBatch(const DocumentSource& source, vi::Batch documents)
    : documents_(documents.begin(), documents.end()) {
  for (const std::size_t document : documents_) {
    source.append(document, word_of_pair_, counts_);
    first_pair_.push_back(counts_.size());
  }
  number_words(source.num_words());
}

std::size_t DocumentBatch::longest_document() const {
  std::size_t longest = 0;
  for (std::size_t d = 0; d < num_documents(); ++d) longest = std::max(longest, num_pairs_of(d));
  return longest;
}

/// Costs what the batch's pairs cost, whatever the vocabulary, but for the memory of one number a word.
void DocumentBatch::number_words(std::size_t num_words) {
  constexpr std::uint32_t kUnseen = 0xFFFFFFFF;
  thread_local std::vector<std::uint32_t> number;  // all unseen between calls
  if (number.size() < num_words) number.resize(num_words, kUnseen);
  for (const std::uint32_t word : word_of_pair_) {
    if (number[word] != kUnseen) continue;
    number[word] = 0;
    words_.push_back(static_cast<Eigen::Index>(word));
  }
  std::ranges::sort(words_);
  for (std::size_t i = 0; i < words_.size(); ++i)
    number[static_cast<std::size_t>(words_[i])] = static_cast<std::uint32_t>(i);
  for (std::uint32_t& word : word_of_pair_) word = number[word];
  for (const Eigen::Index word : words_) number[static_cast<std::size_t>(word)] = kUnseen;
}

WordOccurrences::WordOccurrences(const DocumentBatch& batch) : first_(batch.words().size() + 1, 0) {
  for (std::size_t d = 0; d < batch.num_documents(); ++d) {
    for (const std::uint32_t word : batch.words_of(d)) ++first_[word + 1];
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  occurrences_.resize(batch.num_pairs());
  for (std::size_t d = 0; d < batch.num_documents(); ++d) {
    auto pair = static_cast<std::uint32_t>(batch.first_pair(d));
    for (const std::uint32_t word : batch.words_of(d)) {
      occurrences_[next[word]++] = {.document = static_cast<std::uint32_t>(d), .pair = pair++};
    }
  }
}

}  // namespace vilda::lda
