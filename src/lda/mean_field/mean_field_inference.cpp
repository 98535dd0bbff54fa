#include "lda/mean_field/mean_field_inference.hpp"

#include <algorithm>

namespace vilda::lda {
namespace {

/// Before topics are looked at, from an even start and where most of them are used.
constexpr int kIterationsWithAllTopics = 3;

/// Before the topics that are left are looked at again.
constexpr int kIterationsBetweenLooks = 4;

/// With a larger share of the topics than this it does not pay to gather them.
constexpr double kShareWorthGathering = 0.6;

}  // namespace

MeanFieldInference::MeanFieldInference(std::size_t longest_document, std::size_t num_topics,
                                       int max_iterations, double tolerance)
    : num_topics_(num_topics),
      max_iterations_(max_iterations),
      tolerance_(static_cast<float>(tolerance)),
      tokens_(1, num_topics),
      ratios_(longest_document + 3),
      used_(longest_document, num_topics) {}

kernels::Outcome MeanFieldInference::infer(const kernels::Document& document, GammaStart start,
                                           const RestingWeights* resting, float* gamma, float* weights) {
  others_rest_ = false;
  if (start == GammaStart::even) return infer_all(document, 0, kIterationsWithAllTopics, gamma, weights);
  kernels::Outcome outcome{0, false};
  if (resting != nullptr) outcome = infer_at_rest(document, *resting, gamma);
  return others_rest_ ? outcome : infer_all(document, outcome.iterations, 1, gamma, weights);
}

/// `iterations` have been made; the next `with_all` are of all topics.
kernels::Outcome MeanFieldInference::infer_all(const kernels::Document& document, int iterations,
                                               int with_all, float* gamma, float* weights) {
  const auto most_used = static_cast<std::size_t>(kShareWorthGathering * static_cast<double>(num_topics_));
  while (true) {
    const kernels::Outcome all =
        kernels::iterate_document(document, std::min(with_all, max_iterations_ - iterations), tolerance_,
                                  gamma, weights, ratios_.data(), tokens_.row(0));
    iterations += all.iterations;
    if (all.converged || iterations == max_iterations_) return {iterations, all.converged};
    with_all = kIterationsWithAllTopics;
    const int left = max_iterations_ - iterations - 1;  // the last one is of all topics
    if (left == 0 || !used_.gather(document, gamma, tolerance_, most_used)) continue;
    iterations += infer_topics_used(left, gamma);
    with_all = 1;
  }
}

/// As infer_all, an iteration with all topics being one of those used while the others rest. One iteration is
/// left to all of them, if they cannot rest.
kernels::Outcome MeanFieldInference::infer_at_rest(const kernels::Document& document,
                                                   const RestingWeights& resting, float* gamma) {
  if (max_iterations_ == 1 || !used_.gather_beside_resting(document, resting, gamma, tolerance_))
    return {0, false};
  kernels::Outcome outcome{0, false};
  while (!outcome.converged && outcome.iterations < max_iterations_ - 1) {
    outcome.converged = used_.iterate(1, allowed_change()).converged;
    ++outcome.iterations;
    if (used_.tokens_of_others() >= tolerance_) return outcome;
    const int left = max_iterations_ - outcome.iterations - 2;
    if (outcome.converged || left <= 0) continue;
    used_.drop_unused(tolerance_);
    outcome.iterations += infer_topics_used(left, gamma);
  }
  std::copy_n(document.alpha, num_topics_, gamma);
  used_.copy_gamma(gamma);
  others_rest_ = true;
  return outcome;
}

/// From gamma on, with ever fewer topics. Returns the iterations.
int MeanFieldInference::infer_topics_used(int max_iterations, float* gamma) {
  int iterations = 0;
  bool converged = false;
  while (!converged && iterations < max_iterations) {
    const kernels::Outcome outcome =
        used_.iterate(std::min(kIterationsBetweenLooks, max_iterations - iterations), allowed_change());
    used_.copy_gamma(gamma);
    iterations += outcome.iterations;
    converged = outcome.converged;
    if (!converged) used_.drop_unused(tolerance_);
  }
  return iterations;
}

/// Of gamma in an iteration, added up.
float MeanFieldInference::allowed_change() const {
  return tolerance_ * static_cast<float>(num_topics_);
}

}  // namespace vilda::lda
