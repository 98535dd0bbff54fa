#pragma once

#include <Eigen/Core>
#include <cstddef>

#include "lda/rows.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {

/// Dirichlet(alpha), the prior of theta of K topics, as the kernels see it: rounded to float.
class DocumentPrior {
 public:
  explicit DocumentPrior(const vi::Dirichlet& prior);

  std::size_t num_topics() const { return num_topics_; }
  const float* alpha() const { return alpha_.row(0); }  ///< a row

  /// -KL(Dirichlet(gamma) || Dirichlet(alpha)) of a row gamma.
  double minus_kl(const float* gamma) const;

 private:
  std::size_t num_topics_;
  Rows alpha_;  // one
  double sum_, log_normalizer_;
};

}  // namespace vilda::lda
