#pragma once

#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <new>

#include "lda/kernels/kernels.hpp"

namespace vilda::lda {

/// Rows of weights as the kernels want them: aligned, padded with zeros.
class Rows {
 public:
  Rows() = default;
  Rows(std::size_t num_rows, std::size_t num_topics)
      : num_rows_(num_rows),
        size_(kernels::row_size(num_topics)),
        numbers_(hwy::AllocateAligned<float>(std::max<std::size_t>(num_rows, 1) * size_)) {
    if (!numbers_) throw std::bad_alloc();
    std::fill(numbers_.get(), numbers_.get() + num_rows * size_, 0.0F);
  }

  /// So many rows, of any content.
  void resize(std::size_t num_rows, std::size_t num_topics) {
    if (num_rows <= num_rows_ && kernels::row_size(num_topics) == size_) return;
    *this = Rows();  // first, so that there are never both
    *this = Rows(num_rows, num_topics);
  }

  float* row(std::size_t i) { return numbers_.get() + i * size_; }
  const float* row(std::size_t i) const { return numbers_.get() + i * size_; }
  const float* data() const { return numbers_.get(); }

 private:
  std::size_t num_rows_ = 0;
  std::size_t size_ = 0;
  hwy::AlignedFreeUniquePtr<float[]> numbers_;
};

}  // namespace vilda::lda
