#include "vilda/lda/learned_priors.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lda/kernels/kernels.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

constexpr int kMostIterations = 200;
constexpr double kSmallestChange = 1e-12;
constexpr double kLargestInHistogram = 4096;

Eigen::VectorXd within_limits(const Eigen::VectorXd& prior) {
  return prior.cwiseMax(kSmallestLearned).cwiseMin(kLargestLearned);
}

/// sum_n histogram[n] (psi(alpha + n) - psi(alpha)), by the recurrence psi(x + 1) = psi(x) + 1 / x.
double rise_of_digamma(double alpha, const std::vector<std::uint32_t>& histogram) {
  double rise = 0, sum = 0;
  for (std::size_t n = 1; n <= histogram.size(); ++n) {
    rise += 1 / (alpha + static_cast<double>(n) - 1);
    sum += histogram[n - 1] * rise;
  }
  return sum;
}

/// Counts rounded to integers, those of at least one.
struct RoundedCounts {
  std::vector<std::uint32_t> histogram;  // [n - 1]: how many are n, up to kLargestInHistogram
  std::vector<double> large;             // the others

  void add(double count) {
    if (count < 0.5) return;
    const double n = std::floor(count + 0.5);
    if (n > kLargestInHistogram) {
      large.push_back(n);
      return;
    }
    const auto bin = static_cast<std::size_t>(n);
    if (histogram.size() < bin) histogram.resize(bin, 0);
    ++histogram[bin - 1];
  }

  void operator+=(const RoundedCounts& more) {
    histogram.resize(std::max(histogram.size(), more.histogram.size()), 0);
    for (std::size_t i = 0; i < more.histogram.size(); ++i) histogram[i] += more.histogram[i];
    large.insert(large.end(), more.large.begin(), more.large.end());
  }
};

RoundedCounts rounded_counts(const LazyTopics& topics, const double eta) {
  RoundedCounts all;
#pragma omp parallel
  {
    RoundedCounts mine;
#pragma omp for schedule(static)
    for (Eigen::Index w = 0; w < topics.num_words(); ++w) {
      for (const double lambda : Eigen::VectorXd(topics.lambda(w))) mine.add(lambda - eta);
    }
#pragma omp critical(rounded_counts)
    all += mine;
  }
  std::ranges::sort(all.large);  // whichever thread was first
  return all;
}

}  // namespace

Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& mean_expected_logs, Eigen::VectorXd start) {
  if (start.size() == 1) return start;  // of one topic any alpha is as likely
  Eigen::VectorXd alpha = within_limits(start);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    const double sum = alpha.sum();
    const Eigen::ArrayXd gradient =
        math::digamma(sum) - alpha.unaryExpr(&math::digamma).array() + mean_expected_logs.array();
    // The Hessian is z 1 1^T - diag(q).
    const Eigen::ArrayXd q = alpha.unaryExpr(&math::trigamma);
    const double z = math::trigamma(sum);
    const double b = (gradient / q).sum() / (1 / z - q.inverse().sum());
    const Eigen::VectorXd step = ((gradient + b) / q).matrix();
    // alpha stays positive: no element shrinks by more than nine tenths in one step.
    const double largest = (-step.array() / alpha.array()).maxCoeff();
    const Eigen::VectorXd next = within_limits(alpha + (largest > 0.9 ? 0.9 / largest : 1) * step);
    const double change = ((next - alpha).array() / alpha.array()).abs().maxCoeff();
    alpha = next;
    if (change < kSmallestChange) break;
  }
  return alpha;
}

double most_likely_symmetric(double mean_expected_log, double size, double start) {
  if (size == 1) return start;  // of one dimension any is as likely, and Newton's step is 0 / 0
  double alpha = std::clamp(start, kSmallestLearned, kLargestLearned);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    // Newton in log alpha, on psi(size alpha) - psi(alpha) + mean = 0.
    const double gradient = math::digamma(size * alpha) - math::digamma(alpha) + mean_expected_log;
    const double slope = alpha * (size * math::trigamma(size * alpha) - math::trigamma(alpha));
    const double change = std::clamp(-gradient / slope, -2.0, 2.0);
    alpha = std::clamp(alpha * std::exp(change), kSmallestLearned, kLargestLearned);
    if (std::abs(change) < kSmallestChange) break;
  }
  return alpha;
}

double eta_of_expected_logs(const LazyTopics& topics, double start) {
  const Eigen::Index num_topics = topics.num_topics(), num_words = topics.num_words();
  Eigen::ArrayXd of_words(num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < num_words; ++w) {
    const Eigen::VectorXd lambda = topics.lambda(w);
    Eigen::VectorXd digammas(num_topics);
    kernels::digammas(lambda.data(), static_cast<std::size_t>(num_topics), digammas.data());
    of_words[w] = (digammas - topics.digamma_of_row_sums()).sum();
  }
  const double mean = of_words.sum() / (static_cast<double>(num_topics) * static_cast<double>(num_words));
  return most_likely_symmetric(mean, static_cast<double>(num_words), start);
}

double eta_of_counts(const LazyTopics& topics, const double eta_so_far) {
  if (topics.num_words() == 1) return eta_so_far;
  const auto num_words = static_cast<double>(topics.num_words());
  const auto [counts, large] = rounded_counts(topics, eta_so_far);
  double eta = std::clamp(eta_so_far, kSmallestLearned, kLargestLearned);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    double numerator = rise_of_digamma(eta, counts), denominator = 0;
    for (const double n : large) numerator += math::digamma(eta + n) - math::digamma(eta);
    for (const double sum : topics.row_sums())
      denominator += math::digamma(sum + num_words * (eta - eta_so_far)) - math::digamma(num_words * eta);
    if (numerator == 0 || denominator == 0) break;
    const double next =
        std::clamp(eta * numerator / (num_words * denominator), kSmallestLearned, kLargestLearned);
    const double change = std::abs(next - eta) / eta;
    eta = next;
    if (change < 1e-6) break;
  }
  return eta;
}

void TopicCountHistograms::add(std::span<const std::uint32_t> counts) {
  const auto count_in = [](Histogram& histogram, std::size_t n) {
    if (histogram.size() < n) histogram.resize(n, 0);
    ++histogram[n - 1];
  };
  const std::size_t length = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  if (length == 0) return;
  count_in(lengths_, length);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] > 0) count_in(of_topic_[k], counts[k]);
  }
}

void TopicCountHistograms::clear() {
  std::ranges::fill(of_topic_, Histogram());
  lengths_.clear();
}

Eigen::VectorXd TopicCountHistograms::most_likely_alpha(Eigen::VectorXd start) const {
  Eigen::VectorXd alpha = within_limits(start);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    const double denominator = rise_of_digamma(alpha.sum(), lengths_);
    Eigen::VectorXd next = alpha;
    for (Eigen::Index k = 0; k < alpha.size(); ++k)
      next[k] *= rise_of_digamma(alpha[k], of_topic_[static_cast<std::size_t>(k)]) / denominator;
    next = within_limits(next);
    const double change = ((next - alpha).array() / alpha.array()).abs().maxCoeff();
    alpha = std::move(next);
    if (change < 1e-4) break;
  }
  return alpha;
}

}  // namespace vilda::lda
