#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "vilda/corpus/store.hpp"
#include "vilda/lda/document_source.hpp"

namespace vilda::lda {

/// A corpus store (V x D), which must outlive this view. Documents are copied from where it lies, or read
/// from its file, which takes longer and no memory.
class StoreSource : public DocumentSource {
 public:
  enum class From { memory, file };

  explicit StoreSource(const corpus::CorpusStore& store, From from = From::memory)
      : store_(&store), from_(from) {}

  std::size_t num_documents() const override { return store_->num_documents(); }
  std::size_t num_words() const override { return store_->num_words(); }
  std::size_t num_pairs_of(std::size_t document) const override { return store_->words_of(document).size(); }
  void copy(std::size_t document, std::span<std::uint32_t> words,
            std::span<std::uint32_t> counts) const override {
    from_ == From::file ? store_->read_document(document, words, counts)
                        : store_->copy_document(document, words, counts);
  }
  void require_unchanged() const override { store_->require_unchanged(); }
  void release() const override { store_->release(); }

 private:
  const corpus::CorpusStore* store_;
  From from_;
};

}  // namespace vilda::lda
