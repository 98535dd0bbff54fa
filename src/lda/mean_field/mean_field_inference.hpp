#pragma once

#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "lda/mean_field/topics_used.hpp"
#include "vilda/lda/local_step.hpp"

namespace vilda::lda {

/// The mean-field document step of one document after the other, on one thread. After some iterations a
/// document goes on with the topics that it uses alone, ever fewer of them, while gamma of the others rests;
/// when it has converged it meets all of them again, and has converged only if that changes as little. A
/// topic that has become useful comes back then.
///
/// A document that goes on from the pass before may let all topics that it does not use rest at their prior
/// amount: an iteration counts all of them in the time of those used. It meets all of them as above where the
/// resting ones together have as many tokens as make a topic used, so that one of them may have become
/// useful.
class MeanFieldInference {
 public:
  /// tolerance: of the mean absolute change of gamma in an iteration. A topic is used that has at least so
  /// many tokens.
  MeanFieldInference(std::size_t longest_document, std::size_t num_topics, int max_iterations,
                     double tolerance);

  /// From where gamma (a row) stands. On return n_w phi_wk = ratios_w weights_k (a row) times the word's row
  /// are the phi that gamma is of. `resting`: of the document's words, or none.
  kernels::Outcome infer(const kernels::Document& document, GammaStart start, const RestingWeights* resting,
                         float* gamma, float* weights);

  /// Whether topics rest in the document inferred last. The weights are then those of topics_used(), and of
  /// the others `resting`'s; gamma of these is alpha.
  bool others_rest() const { return others_rest_; }
  TopicsUsed& topics_used() { return used_; }
  const float* ratios() const { return others_rest_ ? used_.ratios() : ratios_.data(); }

 private:
  kernels::Outcome infer_at_rest(const kernels::Document& document, const RestingWeights& resting,
                                 float* gamma);
  kernels::Outcome infer_all(const kernels::Document& document, int iterations, int with_all, float* gamma,
                             float* weights);
  int infer_topics_used(int max_iterations, float* gamma);
  float allowed_change() const;

  std::size_t num_topics_;
  int max_iterations_;
  float tolerance_;
  Rows tokens_;
  std::vector<float> ratios_;
  TopicsUsed used_;
  bool others_rest_ = false;
};

}  // namespace vilda::lda
