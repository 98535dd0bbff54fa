#include "vilda/lda/lda.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "vilda/math/special_functions.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {
namespace {

// Below it the floor under ScaledWeights may show; the bound then takes the detour over logarithms.
constexpr double kSmallestTrustedNormalizer = 1e-100;

}  // namespace

Lda::Lda(const math::Counts& counts, Topics topics, Priors priors, DocumentOptions options, GammaStart start)
    : counts_(&counts),
      topics_(std::move(topics)),
      priors_(std::move(priors)),
      prior_of_proportions_{.concentration = priors_.alpha},
      options_(options),
      start_(start) {
  priors_.validate();
  options_.validate();
  counts_->sync();
}

void Lda::infer(vi::Batch documents) {
  const bool same_documents = std::ranges::equal(documents, batch_.documents());
  const bool restart = start_ == GammaStart::even || !same_documents;
  if (!same_documents) hold(documents);
  update_word_weights();
  const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
  std::uint64_t converged = 0, iterations = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : converged, iterations)
  for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
    const DocumentWords words = words_of(static_cast<std::size_t>(d));
    vi::Dirichlet first = restart ? even_start(words, prior_of_proportions_) : vi::Dirichlet{gamma_.col(d)};
    DocumentPosterior posterior = infer_document(words, prior_of_proportions_, std::move(first), options_);
    gamma_.col(d) = posterior.proportions.concentration;
    converged += posterior.converged ? 1 : 0;
    iterations += static_cast<std::uint64_t>(posterior.iterations);
    update_responsibilities(static_cast<std::size_t>(d), words);
  }
  responsibilities_are_current_ = true;
  ledger_.documents += batch_.num_documents();
  ledger_.converged += converged;
  ledger_.iterations += iterations;
}

vi::Elbo Lda::local_elbo(vi::Batch) {
  if (!responsibilities_are_current_) {
    update_word_weights();
    const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
#pragma omp parallel for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
      update_responsibilities(static_cast<std::size_t>(d), words_of(static_cast<std::size_t>(d)));
    }
    responsibilities_are_current_ = true;
  }
  return {{"words", words_term_.sum()}, {"-kl_theta", minus_kl_theta_.sum()}};
}

vi::Elbo Lda::global_elbo() const {
  const vi::Dirichlet prior = vi::Dirichlet::symmetric(topics_.num_words(), priors_.eta);
  Eigen::ArrayXd minus_kl(topics_.num_topics());
#pragma omp parallel for schedule(dynamic)
  for (Eigen::Index k = 0; k < topics_.num_topics(); ++k) {
    minus_kl[k] = -vi::kl(vi::Dirichlet{.concentration = topics_.lambda().row(k).transpose()}, prior);
  }
  return {{"-kl_beta", minus_kl.sum()}};
}

void Lda::set_gamma(vi::Batch documents, Eigen::MatrixXd gamma) {
  hold(documents);
  gamma_ = std::move(gamma);
}

void Lda::hold(vi::Batch documents) {
  batch_ = DocumentBatch(*counts_, documents);
  const auto num_documents = static_cast<Eigen::Index>(batch_.num_documents());
  gamma_.resize(topics_.num_topics(), num_documents);
  topic_weights_.resize(topics_.num_topics(), num_documents);
  ratios_.resize(static_cast<Eigen::Index>(batch_.num_pairs()));
  words_term_.resize(num_documents);
  minus_kl_theta_.resize(num_documents);
  responsibilities_are_current_ = false;
  word_weights_are_current_ = false;
}

void Lda::update_word_weights() {
  if (word_weights_are_current_) return;
  const auto num_words = static_cast<Eigen::Index>(batch_.words().size());
  word_weights_.resize(topics_.num_topics(), num_words);
  word_log_scales_.resize(num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index u = 0; u < num_words; ++u) {
    const ScaledWeights weights =
        word_weights(topics_, batch_.words()[static_cast<std::size_t>(u)], options_.expectation);
    word_weights_.col(u) = weights.weight;
    word_log_scales_[u] = weights.log_scale;
  }
  word_weights_are_current_ = true;
}

DocumentWords Lda::words_of(std::size_t document) const {
  const std::span<const std::uint32_t> words = batch_.words_of(document);
  const auto num_words = static_cast<Eigen::Index>(words.size());
  DocumentWords gathered{
      .weights = Eigen::MatrixXd(topics_.num_topics(), num_words),
      .log_scales = Eigen::ArrayXd(num_words),
      .counts = math::column_values(*counts_, batch_.documents()[document]).cast<double>()};
  for (Eigen::Index i = 0; i < num_words; ++i) {
    const std::uint32_t word = words[static_cast<std::size_t>(i)];
    gathered.weights.col(i) = word_weights_.col(word);
    gathered.log_scales[i] = word_log_scales_[word];
  }
  return gathered;
}

void Lda::update_responsibilities(std::size_t document, const DocumentWords& words) {
  const auto d = static_cast<Eigen::Index>(document);
  const vi::Dirichlet proportions{.concentration = gamma_.col(d)};
  const Responsibilities phi = responsibilities(words, proportions, options_.expectation);
  topic_weights_.col(d) = phi.topics;
  ratios_.segment(static_cast<Eigen::Index>(batch_.first_pair(document)), words.counts.size()) =
      phi.ratios(words);
  Eigen::ArrayXd log_likelihoods = phi.normalizers.log() + words.log_scales + phi.topics_log_scale;
  for (Eigen::Index i = 0; i < log_likelihoods.size(); ++i) {
    if (phi.normalizers[i] > kSmallestTrustedNormalizer) continue;
    const Eigen::Index word = batch_.words()[batch_.words_of(document)[static_cast<std::size_t>(i)]];
    log_likelihoods[i] = math::log_sum_exp(proportions.expected_statistics() + topics_.expected_log(word));
  }
  words_term_[d] = (words.counts * log_likelihoods).sum();
  minus_kl_theta_[d] = -vi::kl(proportions, prior_of_proportions_);
}

Eigen::MatrixXd Lda::expected_counts() const {
  Eigen::MatrixXd counts = Eigen::MatrixXd::Zero(topics_.num_topics(), topics_.num_words());
  const auto num_words = static_cast<Eigen::Index>(batch_.words().size());
#pragma omp parallel for schedule(dynamic, 64)
  for (Eigen::Index u = 0; u < num_words; ++u) {
    auto of_word = counts.col(batch_.words()[static_cast<std::size_t>(u)]);
    for (const auto& [document, pair] : batch_.occurrences_of(static_cast<std::size_t>(u))) {
      of_word += ratios_[static_cast<Eigen::Index>(pair)] * topic_weights_.col(document);
    }
    of_word.array() *= word_weights_.col(u).array();
  }
  return counts;
}

void Lda::set_topics(Topics topics) {
  topics_ = std::move(topics);
  responsibilities_are_current_ = false;
  word_weights_are_current_ = false;
}

}  // namespace vilda::lda
