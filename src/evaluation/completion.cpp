#include "vilda/evaluation/completion.hpp"

#include <cmath>

namespace vilda::evaluation {
namespace {

constexpr double kLargestChange = 1e-10;  // of theta, L1, in the last iteration
constexpr int kMaxIterations = 1'000'000;

/// One document's words, its tokens dealt alternately to both halves.
struct Halves {
  Eigen::MatrixXd beta;     // K x n
  Eigen::ArrayXd observed;  // n
  Eigen::ArrayXd scored;    // n
};

Halves halves_of(const Eigen::MatrixXd& beta, const math::Counts& counts, std::size_t document) {
  const auto words = math::column_rows(counts, document);
  const auto values = math::column_values(counts, document);
  const auto num_words = static_cast<Eigen::Index>(words.size());
  Halves halves{Eigen::MatrixXd(beta.rows(), num_words), Eigen::ArrayXd(num_words),
                Eigen::ArrayXd(num_words)};
  std::uint64_t number = 0;  // of the word's first token
  for (Eigen::Index i = 0; i < num_words; ++i) {
    halves.beta.col(i) = beta.col(static_cast<Eigen::Index>(words[static_cast<std::size_t>(i)]));
    const std::uint64_t even = (values[i] + (number % 2 == 0 ? 1U : 0U)) / 2;
    halves.observed[i] = static_cast<double>(even);
    halves.scored[i] = static_cast<double>(values[i] - even);
    number += values[i];
  }
  return halves;
}

/// The maximum of a concave function, by EM from the uniform start.
Eigen::VectorXd most_likely_proportions(const Halves& halves, const Eigen::VectorXd& alpha) {
  const double total = alpha.sum() + halves.observed.sum();
  Eigen::VectorXd theta = Eigen::VectorXd::Constant(alpha.size(), 1 / static_cast<double>(alpha.size()));
  for (int iteration = 0; iteration < kMaxIterations; ++iteration) {
    const Eigen::ArrayXd likelihood = (halves.beta.transpose() * theta).array();  // n: theta . beta_w
    const Eigen::VectorXd tokens = halves.beta * (halves.observed / likelihood).matrix();
    const Eigen::VectorXd next = (alpha + theta.cwiseProduct(tokens)) / total;
    const double change = (next - theta).lpNorm<1>();
    theta = next;
    if (change < kLargestChange) break;
  }
  return theta;
}

}  // namespace

double Completion::log_likelihood_per_token_nats() const {
  return log_likelihood_nats.sum() / static_cast<double>(scored_tokens);
}

double Completion::perplexity() const {
  return std::exp(-log_likelihood_per_token_nats());
}

Completion complete_documents(const Eigen::MatrixXd& beta, const Eigen::VectorXd& alpha,
                              const math::Counts& counts) {
  counts.sync();
  const auto num_documents = static_cast<std::ptrdiff_t>(counts.n_cols);
  Completion completion{.log_likelihood_nats = Eigen::ArrayXd::Zero(num_documents)};
  std::uint64_t scored_tokens = 0;
#pragma omp parallel for schedule(dynamic) reduction(+ : scored_tokens)
  for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
    const Halves halves = halves_of(beta, counts, static_cast<std::size_t>(d));
    const Eigen::VectorXd theta = most_likely_proportions(halves, alpha);
    completion.log_likelihood_nats[d] =
        (halves.scored * (halves.beta.transpose() * theta).array().log()).sum();
    scored_tokens += static_cast<std::uint64_t>(halves.scored.sum());
  }
  completion.scored_tokens = scored_tokens;
  return completion;
}

}  // namespace vilda::evaluation
