#include "vilda/lda/document_batch.hpp"

#include <numeric>

namespace vilda::lda {

DocumentBatch::DocumentBatch(const math::Counts& counts, vi::Batch documents)
    : documents_(documents.begin(), documents.end()), first_pair_(1, 0) {
  for (const std::size_t document : documents_) {
    first_pair_.push_back(first_pair_.back() + math::column_rows(counts, document).size());
  }
  number_words(counts);
  sort_by_word();
}

std::span<const std::uint32_t> DocumentBatch::words_of(std::size_t document) const {
  return {word_of_pair_.data() + first_pair_[document], first_pair_[document + 1] - first_pair_[document]};
}

std::span<const DocumentBatch::Occurrence> DocumentBatch::occurrences_of(std::size_t word) const {
  return {occurrences_.data() + first_occurrence_[word],
          first_occurrence_[word + 1] - first_occurrence_[word]};
}

void DocumentBatch::number_words(const math::Counts& counts) {
  std::vector<std::uint32_t> number(counts.n_rows, 0);
  for (const std::size_t document : documents_) {
    for (const arma::uword word : math::column_rows(counts, document)) number[word] = 1;
  }
  for (std::size_t word = 0; word < number.size(); ++word) {
    if (number[word] == 0) continue;
    number[word] = static_cast<std::uint32_t>(words_.size());
    words_.push_back(static_cast<Eigen::Index>(word));
  }
  word_of_pair_.reserve(first_pair_.back());
  for (const std::size_t document : documents_) {
    for (const arma::uword word : math::column_rows(counts, document)) word_of_pair_.push_back(number[word]);
  }
}

void DocumentBatch::sort_by_word() {
  first_occurrence_.assign(words_.size() + 1, 0);
  for (const std::uint32_t word : word_of_pair_) ++first_occurrence_[word + 1];
  std::partial_sum(first_occurrence_.begin(), first_occurrence_.end(), first_occurrence_.begin());
  std::vector<std::size_t> next(first_occurrence_.begin(), first_occurrence_.end() - 1);
  occurrences_.resize(word_of_pair_.size());
  for (std::size_t document = 0; document < num_documents(); ++document) {
    for (std::size_t pair = first_pair_[document]; pair < first_pair_[document + 1]; ++pair) {
      occurrences_[next[word_of_pair_[pair]]++] = {.document = static_cast<std::uint32_t>(document),
                                                   .pair = pair};
    }
  }
}

}  // namespace vilda::lda
