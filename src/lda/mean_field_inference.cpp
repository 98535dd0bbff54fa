#include "lda/mean_field_inference.hpp"

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

kernels::Outcome MeanFieldInference::infer(const kernels::Document& document, GammaStart start, float* gamma,
                                           float* weights) {
  const auto most_used = static_cast<std::size_t>(kShareWorthGathering * static_cast<double>(num_topics_));
  int iterations = 0, with_all = start == GammaStart::even ? kIterationsWithAllTopics : 1;
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

/// From gamma on, with ever fewer topics. Returns the iterations.
int MeanFieldInference::infer_topics_used(int max_iterations, float* gamma) {
  const float allowed_change = tolerance_ * static_cast<float>(num_topics_);  // of all topics, added up
  int iterations = 0;
  bool converged = false;
  while (!converged && iterations < max_iterations) {
    const kernels::Outcome outcome =
        used_.iterate(std::min(kIterationsBetweenLooks, max_iterations - iterations), allowed_change);
    used_.copy_gamma(gamma);
    iterations += outcome.iterations;
    converged = outcome.converged;
    if (!converged) used_.drop_unused(tolerance_);
  }
  return iterations;
}

}  // namespace vilda::lda
