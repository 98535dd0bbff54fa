#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "lda/kernels/rows.hpp"
#include "lda/mean_field/document_prior.hpp"

namespace vilda::lda {

/// What topics at their prior amount, gamma_k = alpha_k, are to words: summed up over all K once, for every
/// document where they rest. It is the smoothing bucket of Yao, Mimno & McCallum (2009), Efficient methods
/// for topic model inference on streaming document collections, section 3.1.
class RestingTopics {
 public:
  /// rows: of exp(E[log beta]), one a word.
  RestingTopics(const DocumentPrior& prior, const Rows& rows, std::size_t num_words);

  /// sum_k resting_weights_k times its row
  float of_word(std::size_t word) const { return of_words_[word]; }

 private:
  std::vector<float> of_words_;
};

/// gamma: of documents, K x B. What rested at alpha before rests at alpha of `now`.
void move_resting_gamma(const DocumentPrior& before, const DocumentPrior& now, Eigen::MatrixXf& gamma);

}  // namespace vilda::lda
