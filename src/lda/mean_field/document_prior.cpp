#include "lda/mean_field/document_prior.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "lda/kernels/kernels.hpp"
#include "lda/mean_field/topics_used.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

/// Of topics at rest: with more, beside the weight of a topic with a token, which is about one half, most
/// documents would have a thousandth of a token in them.
constexpr double kMostRestingWeight = 1e-3;

/// One topic in so many may weigh more: those with the largest alpha, which most documents use.
constexpr std::size_t kOneLargeAlphaIn = 32;

Eigen::VectorXd in_double(const float* numbers, std::size_t size) {
  return Eigen::Map<const Eigen::VectorXf>(numbers, static_cast<Eigen::Index>(size)).cast<double>();
}

/// Of all but the largest.
double sum_of_most(std::span<const float> weights) {
  std::vector<float> smallest(weights.begin(), weights.end());
  const auto largest = smallest.end() - static_cast<std::ptrdiff_t>(smallest.size() / kOneLargeAlphaIn);
  std::nth_element(smallest.begin(), largest, smallest.end());
  return std::accumulate(smallest.begin(), largest, 0.0);
}

}  // namespace

DocumentPrior::DocumentPrior(const vi::Dirichlet& prior)
    : num_topics_(static_cast<std::size_t>(prior.concentration.size())),
      alpha_(1, num_topics_),
      weights_(1, num_topics_),
      digammas_(prior.concentration.size()) {
  Eigen::Map<Eigen::VectorXf>(alpha_.row(0), prior.concentration.size()) = prior.concentration.cast<float>();
  const vi::Dirichlet rounded{in_double(alpha(), num_topics_)};
  sum_ = rounded.sum();
  log_normalizer_ = rounded.log_normalizer();
  kernels::topic_weights(alpha(), num_topics_, weights_.row(0), 1);
  topics_may_rest_ =
      num_topics_ > kFewTopics && sum_of_most({weights_.row(0), num_topics_}) < kMostRestingWeight;
  kernels::digammas(rounded.concentration.data(), num_topics_, digammas_.data());
  log_gammas_ = rounded.concentration.unaryExpr(&math::lgamma);
  sum_of_log_gammas_ = log_gammas_.sum();
}

double DocumentPrior::minus_kl(const float* gamma) const {
  const double sum = in_double(gamma, num_topics_).sum();
  return dirichlet_terms(gamma) - (sum_ - sum) * math::digamma(sum) - math::lgamma(sum) - log_normalizer_;
}

/// kernels::dirichlet_terms, where a topic at rest has log Gamma(alpha_k).
double DocumentPrior::dirichlet_terms(const float* gamma) const {
  std::vector<std::uint32_t> topics;
  if (!find_topics_beside_resting(gamma, topics))
    return kernels::dirichlet_terms(gamma, alpha(), num_topics_);
  if (topics.empty()) return sum_of_log_gammas_;
  Rows of_used(2, topics.size());
  double of_resting = sum_of_log_gammas_;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    of_used.row(0)[i] = gamma[topics[i]];
    of_used.row(1)[i] = alpha()[topics[i]];
    of_resting -= log_gammas_[topics[i]];
  }
  return kernels::dirichlet_terms(of_used.row(0), of_used.row(1), topics.size()) + of_resting;
}

Eigen::VectorXd DocumentPrior::digammas(const float* gamma) const {
  std::vector<std::uint32_t> topics;
  const bool others_rest = find_topics_beside_resting(gamma, topics);
  if (!others_rest) {
    Eigen::VectorXd digammas(digammas_.size());
    kernels::digammas(in_double(gamma, num_topics_).data(), num_topics_, digammas.data());
    return digammas;
  }
  Eigen::VectorXd gammas(static_cast<Eigen::Index>(topics.size())), of_used(gammas.size());
  for (std::size_t i = 0; i < topics.size(); ++i) gammas[static_cast<Eigen::Index>(i)] = gamma[topics[i]];
  kernels::digammas(gammas.data(), topics.size(), of_used.data());
  Eigen::VectorXd digammas = digammas_;
  for (std::size_t i = 0; i < topics.size(); ++i) digammas[topics[i]] = of_used[static_cast<Eigen::Index>(i)];
  return digammas;
}

/// The topics whose gamma is not alpha. False where they are so many that it does not pay to know them.
bool DocumentPrior::find_topics_beside_resting(const float* gamma, std::vector<std::uint32_t>& topics) const {
  if (!topics_may_rest_) return false;
  find_topics_used(gamma, alpha(), num_topics_, kAnyTokens, topics);
  return topics.size() <= most_used_beside_resting(num_topics_);
}

}  // namespace vilda::lda
