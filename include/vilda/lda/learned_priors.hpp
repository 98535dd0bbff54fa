#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "vilda/lda/lazy_topics.hpp"

/// Priors that make the data most likely (empirical Bayes). All results are kept within
/// [kSmallestLearned, kLargestLearned]: with too few data the most likely prior may lie at zero or infinity.
namespace vilda::lda {

inline constexpr double kSmallestLearned = 1e-5;
inline constexpr double kLargestLearned = 1e3;

/// alpha (K) that maximises  log Gamma(sum_k alpha_k) - sum_k log Gamma(alpha_k) + sum_k alpha_k g_k,  g_k
/// the mean of E[log theta_dk] over documents: the bound's alpha, given q. Newton's method with a Hessian
/// that is diagonal plus constant, O(K) an iteration. `start` for K = 1, where any is as likely. Blei, Ng &
/// Jordan (2003), appendices A.2 and A.4.2.
Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& mean_expected_logs, Eigen::VectorXd start);

/// The same for a symmetric Dirichlet of `size` dimensions, given the mean of E[log x] over all of them: for
/// eta, over topics and words. `start` for size 1.
double most_likely_symmetric(double mean_expected_log, double size, double start);

/// eta at the maximum of the bound, given q(beta).
double eta_of_expected_logs(const LazyTopics& topics, double start);

/// eta at the maximum of the likelihood of the topics' expected counts, lambda less the eta so
/// far, rounded to integers:
///
///   prod_k Gamma(V eta) / Gamma(V eta + N_k) prod_w Gamma(eta + N_kw) / Gamma(eta).
///
/// (Expected counts as they are would make eta too large: every topic has a little of every word.) The eta so
/// far for V = 1, where any is as likely.
double eta_of_counts(const LazyTopics& topics, double eta);

/// How often documents' topics were met n times: what the likelihood of alpha needs of integer counts,
///
///   p(counts | alpha) = prod_d Gamma(alpha_0) / Gamma(alpha_0 + N_d) prod_k Gamma(alpha_k + N_dk) /
///   Gamma(alpha_k).
class TopicCountHistograms {
 public:
  explicit TopicCountHistograms(std::size_t num_topics) : of_topic_(num_topics) {}

  void add(std::span<const std::uint32_t> counts);  ///< of one document, K; all zero: an empty one, ignored
  bool empty() const { return lengths_.empty(); }
  void clear();

  /// alpha (K) at the maximum of the likelihood, by the fixed point of Minka (2000), Estimating a Dirichlet
  /// distribution, eq. 55, on histograms as in Wallach (2008), Structured topic models, section 2.4.
  Eigen::VectorXd most_likely_alpha(Eigen::VectorXd start) const;

 private:
  using Histogram = std::vector<std::uint32_t>;  // [n - 1]: how often n >= 1 was met

  std::vector<Histogram> of_topic_;
  Histogram lengths_;
};

}  // namespace vilda::lda
