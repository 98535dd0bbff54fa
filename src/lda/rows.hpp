#pragma once

#include <hwy/aligned_allocator.h>

#include <Eigen/Core>
#include <algorithm>
#include <new>

#include "lda/kernels.hpp"

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

  std::size_t num_rows() const { return num_rows_; }

  /// So many rows, of any content.
  void resize(std::size_t num_rows, std::size_t num_topics) {
    if (num_rows > num_rows_ || kernels::row_size(num_topics) != size_) *this = Rows(num_rows, num_topics);
  }

  /// K x rows, as the first `num_topics` numbers of each.
  Eigen::MatrixXd matrix(std::size_t num_topics) const {
    const auto stride = static_cast<Eigen::Index>(size_);
    return Eigen::Map<const Eigen::MatrixXf, 0, Eigen::OuterStride<>>(
               data(), static_cast<Eigen::Index>(num_topics), static_cast<Eigen::Index>(num_rows_),
               Eigen::OuterStride<>(stride))
        .cast<double>();
  }
  void set(const Eigen::MatrixXd& columns) {  ///< K x rows
    for (Eigen::Index i = 0; i < columns.cols(); ++i) {
      Eigen::Map<Eigen::VectorXf>(row(static_cast<std::size_t>(i)), columns.rows()) =
          columns.col(i).cast<float>();
    }
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
