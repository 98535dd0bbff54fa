#include "vilda/lda/document_pairs.hpp"

#include <algorithm>

#include "lda/documents/first_failure.hpp"

namespace vilda::lda {

void DocumentPairs::read(const DocumentSource& source, vi::Batch documents) {
  documents_.assign(documents.begin(), documents.end());
  first_pair_.assign(1, 0);
  first_pair_.reserve(documents_.size() + 1);
  for (const std::size_t document : documents_)
    first_pair_.push_back(first_pair_.back() + source.num_pairs_of(document));
  source.require_unchanged();  // there are so many pairs
  word_of_pair_.resize(first_pair_.back());
  counts_.resize(first_pair_.back());
  const auto num_documents = static_cast<std::ptrdiff_t>(documents_.size());
  FirstFailure failure;
#pragma omp parallel for schedule(dynamic, 64) if (num_pairs() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
    const auto d = static_cast<std::size_t>(i);
    failure.keep_of([&] {
      source.copy(documents_[d], std::span(word_of_pair_).subspan(first_pair_[d], num_pairs_of(d)),
                  std::span(counts_).subspan(first_pair_[d], num_pairs_of(d)));
    });
  }
  failure.rethrow();
  source.require_unchanged();
}

std::size_t DocumentPairs::longest_document() const {
  std::size_t longest = 0;
  for (std::size_t d = 0; d < num_documents(); ++d) longest = std::max(longest, num_pairs_of(d));
  return longest;
}

}  // namespace vilda::lda
