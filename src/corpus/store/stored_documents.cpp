#include "corpus/store/stored_documents.hpp"

#include <algorithm>

namespace vilda::corpus {

void StoredDocuments::clear(std::size_t pairs) {
  for (auto* const numbers : {&word_ids_, &counts_}) numbers->resize(std::max(numbers->size(), pairs));
  ends_.clear();
  size_ = 0;
  tokens_ = 0;
}

void StoredDocuments::add(std::span<const WordCount> words) {
  std::uint32_t* const ids = word_ids_.data() + size_;
  std::uint32_t* const counts = counts_.data() + size_;
  for (std::size_t i = 0; i < words.size(); ++i) {
    ids[i] = words[i].word;
    counts[i] = words[i].count;
    tokens_ += words[i].count;
  }
  size_ += words.size();
  ends_.push_back(size_);
}

}  // namespace vilda::corpus
