#pragma once

#include <vector>

#include "lda/kernels.hpp"
#include "lda/rows.hpp"
#include "lda/topics_used.hpp"
#include "vilda/lda/local_step.hpp"

namespace vilda::lda {

/// The mean-field document step of one document after the other, on one thread. After some iterations a
/// document goes on with the topics that it uses alone, ever fewer of them, while gamma of the others rests;
/// when it has converged it meets all of them again, and has converged only if that changes as little. A
/// topic that has become useful comes back then.
class MeanFieldInference {
 public:
  /// tolerance: of the mean absolute change of gamma in an iteration. A topic is used that has at least so
  /// many tokens.
  MeanFieldInference(std::size_t longest_document, std::size_t num_topics, int max_iterations,
                     double tolerance);

  /// From where gamma (a row) stands. On return n_w phi_wk = ratios_w weights_k (a row) times the word's row
  /// are the phi that gamma is of.
  kernels::Outcome infer(const kernels::Document& document, GammaStart start, float* gamma, float* weights);
  const float* ratios() const { return ratios_.data(); }

 private:
  int infer_topics_used(int max_iterations, float* gamma);

  std::size_t num_topics_;
  int max_iterations_;
  float tolerance_;
  Rows tokens_;
  std::vector<float> ratios_;
  TopicsUsed used_;
};

}  // namespace vilda::lda
