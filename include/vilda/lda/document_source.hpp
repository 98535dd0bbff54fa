#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/math/views.hpp"

namespace vilda::lda {

/// The counts (V x D) as training reads them: a document at a time, in any order, from several threads.
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;

  virtual std::size_t num_documents() const = 0;
  virtual std::size_t num_words() const = 0;

  virtual std::size_t num_pairs_of(std::size_t document) const = 0;  ///< its distinct words

  /// A document's distinct words, by rising id, and how often each stands there: num_pairs_of(document) each.
  virtual void copy(std::size_t document, std::span<std::uint32_t> words,
                    std::span<std::uint32_t> counts) const = 0;

  /// Throws where what was read may no longer be what training began with. Until then it may be anything, but
  /// for words, which are below num_words().
  virtual void require_unchanged() const {}

  /// What was read so far is not read again soon.
  virtual void release() const {}

  /// The same as copy, behind what is there.
  void append(std::size_t document, std::vector<std::uint32_t>& words,
              std::vector<std::uint32_t>& counts) const {
    const std::size_t before = words.size(), after = before + num_pairs_of(document);
    words.resize(after);
    counts.resize(after);
    copy(document, std::span(words).subspan(before), std::span(counts).subspan(before));
  }
};

/// A matrix in memory; it must outlive this view.
class CountsSource : public DocumentSource {
 public:
  explicit CountsSource(const math::Counts& counts) : counts_(&counts) { counts.sync(); }

  std::size_t num_documents() const override { return counts_->n_cols; }
  std::size_t num_words() const override { return counts_->n_rows; }
  std::size_t num_pairs_of(std::size_t document) const override {
    return math::column_rows(*counts_, document).size();
  }
  void copy(std::size_t document, std::span<std::uint32_t> words,
            std::span<std::uint32_t> counts) const override {
    std::ranges::copy(math::column_rows(*counts_, document), words.begin());
    std::ranges::copy(math::column_values(*counts_, document), counts.begin());
  }

 private:
  const math::Counts* counts_;
};

}  // namespace vilda::lda
