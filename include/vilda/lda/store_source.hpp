#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "vilda/corpus/store.hpp"
#include "vilda/lda/document_source.hpp"

namespace vilda::lda {

/// A corpus store (V x D), read where it lies; it must outlive this view. With a limit, the system gets the
/// memory of the store's pages back whenever about so many bytes of them have been looked at.
class StoreSource : public DocumentSource {
 public:
  explicit StoreSource(const corpus::CorpusStore& store, std::optional<std::uint64_t> most_bytes = {})
      : store_(&store), most_bytes_(most_bytes) {}

  std::size_t num_documents() const override { return store_->num_documents(); }
  std::size_t num_words() const override { return store_->num_words(); }
  std::size_t num_pairs_of(std::size_t document) const override { return store_->words_of(document).size(); }
  void copy(std::size_t document, std::uint32_t* words, std::uint32_t* counts) const override {
    const auto its_words = store_->words_of(document);
    const auto its_counts = store_->counts_of(document);
    std::ranges::copy(its_words, words);
    std::ranges::copy(its_counts, counts);
    if (most_bytes_ &&
        (touched_ += its_words.size_bytes() + its_counts.size_bytes() + kAround) > *most_bytes_) {
      touched_ = 0;
      release();
    }
  }
  void release() const override { store_->release(); }

 private:
  /// What Linux maps around a page that is looked at, for words and counts.
  static constexpr std::uint64_t kAround = 2 << 16;

  const corpus::CorpusStore* store_;
  std::optional<std::uint64_t> most_bytes_;
  mutable std::atomic<std::uint64_t> touched_ = 0;
};

}  // namespace vilda::lda
