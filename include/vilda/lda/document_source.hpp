#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "vilda/math/views.hpp"

namespace vilda::lda {

/// The counts (V x D) as training reads them: a document at a time, in any order, from several threads.
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;

  virtual std::size_t num_documents() const = 0;
  virtual std::size_t num_words() const = 0;

  /// Appends a document's distinct words, by rising id, and how often each stands there.
  virtual void append(std::size_t document, std::vector<std::uint32_t>& words,
                      std::vector<std::uint32_t>& counts) const = 0;
};

/// A matrix in memory; it must outlive this view.
class CountsSource : public DocumentSource {
 public:
  explicit CountsSource(const math::Counts& counts) : counts_(&counts) { counts.sync(); }

  std::size_t num_documents() const override { return counts_->n_cols; }
  std::size_t num_words() const override { return counts_->n_rows; }
  void append(std::size_t document, std::vector<std::uint32_t>& words,
              std::vector<std::uint32_t>& counts) const override {
    const auto rows = math::column_rows(*counts_, document);
    const auto values = math::column_values(*counts_, document);
    words.insert(words.end(), rows.begin(), rows.end());
    counts.insert(counts.end(), values.begin(), values.end());
  }

 private:
  const math::Counts* counts_;
};

}  // namespace vilda::lda
