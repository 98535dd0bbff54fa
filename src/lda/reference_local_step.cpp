#include <algorithm>
#include <utility>

#include "lda/expected_logs.hpp"
#include "lda/word_sums.hpp"
#include "vilda/lda/local_step.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {
namespace {

// Below it the floor under ScaledWeights may show; the bound then takes the detour over logarithms.
constexpr double kSmallestTrustedNormalizer = 1e-100;

class ReferenceLocalStep : public LocalStep {
 public:
  ReferenceLocalStep(const DocumentSource& source, vi::Dirichlet prior, const DocumentOptions& options)
      : source_(&source),
        prior_(std::move(prior)),
        options_(options),
        expected_logs_(prior_.concentration.size()) {}

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) const override;
  void set_prior(const vi::Dirichlet& prior) override;
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;
  void gather_for_alpha(bool gather) override { options_.learn_alpha = gather; }
  void topics_have_changed() override;
  Eigen::MatrixXd gamma() const override { return gamma_; }
  void set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) override;

 private:
  void hold(vi::Batch documents);
  void update_word_weights(const LazyTopics& topics);
  DocumentWords words_of(std::size_t document) const;
  UnconvergedDocument unconverged(std::size_t document, const DocumentWords& words) const;
  void update_responsibilities(std::size_t document, const DocumentWords& words, const LazyTopics& topics);

  const DocumentSource* source_;
  vi::Dirichlet prior_;
  DocumentOptions options_;

  ExpectedLogs expected_logs_;

  // Of the batch inferred last: B documents, U distinct words, P pairs.
  DocumentBatch batch_;
  WordOccurrences occurrences_;
  Eigen::MatrixXd gamma_;                      // K x B
  Eigen::MatrixXd topic_weights_;              // K x B: Responsibilities::topics
  Eigen::ArrayXd ratios_;                      // P: Responsibilities::ratios
  Eigen::ArrayXd words_term_;                  // B
  Eigen::ArrayXd minus_kl_theta_;              // B
  bool responsibilities_are_current_ = false;  // computed at the topics as they are

  Eigen::MatrixXd word_weights_;           // K x U
  Eigen::ArrayXd word_log_scales_;         // U
  bool word_weights_are_current_ = false;  // computed at the topics as they are
};

DocumentLedger ReferenceLocalStep::infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) {
  const bool same_documents = std::ranges::equal(documents, batch_.documents());
  const bool restart = start == GammaStart::even || !same_documents;
  if (!same_documents) {
    hold(documents);
    gamma_.resize(topics.num_topics(), static_cast<Eigen::Index>(documents.size()));
  }
  update_word_weights(topics);
  const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
  std::uint64_t converged = 0, iterations = 0, word_iterations = 0;
  WorstDocuments worst;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : converged, iterations, word_iterations)
  for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
    const DocumentWords words = words_of(static_cast<std::size_t>(d));
    vi::Dirichlet first = restart ? even_start(words, prior_) : vi::Dirichlet{gamma_.col(d)};
    DocumentPosterior posterior = infer_document(words, prior_, std::move(first), options_);
    gamma_.col(d) = posterior.proportions.concentration;
    converged += posterior.converged ? 1 : 0;
    iterations += static_cast<std::uint64_t>(posterior.iterations);
    word_iterations +=
        static_cast<std::uint64_t>(posterior.iterations) * static_cast<std::uint64_t>(words.counts.size());
    if (!posterior.converged) {
      const UnconvergedDocument one = unconverged(static_cast<std::size_t>(d), words);
#pragma omp critical(worst_documents)
      worst.add(one);
    }
    update_responsibilities(static_cast<std::size_t>(d), words, topics);
  }
  responsibilities_are_current_ = true;
  if (options_.learn_alpha) {
    for (std::size_t d = 0; d < batch_.num_documents(); ++d) {
      if (batch_.num_pairs_of(d) == 0) continue;
      expected_logs_.add(vi::Dirichlet{gamma_.col(static_cast<Eigen::Index>(d))}.expected_statistics());
    }
  }
  return {.documents = batch_.num_documents(),
          .converged = converged,
          .iterations = iterations,
          .word_iterations = word_iterations,
          .worst = std::move(worst)};
}

UnconvergedDocument ReferenceLocalStep::unconverged(std::size_t document, const DocumentWords& words) const {
  const Eigen::VectorXd gamma = gamma_.col(static_cast<Eigen::Index>(document));
  DocumentOptions once = options_;
  once.max_iterations = 1;
  const DocumentPosterior next = infer_document(words, prior_, {gamma}, once);
  return unconverged_document(batch_.documents()[document], gamma, next.proportions.concentration);
}

vi::Elbo ReferenceLocalStep::elbo(const LazyTopics& topics) {
  if (!responsibilities_are_current_) {
    update_word_weights(topics);
    const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
#pragma omp parallel for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
      update_responsibilities(static_cast<std::size_t>(d), words_of(static_cast<std::size_t>(d)), topics);
    }
    responsibilities_are_current_ = true;
  }
  return {{"words", words_term_.sum()}, {"-kl_theta", minus_kl_theta_.sum()}};
}

Eigen::VectorXd ReferenceLocalStep::add_expected_counts(double factor, Eigen::MatrixXd& sums) const {
  return add_by_word(batch_.words(), factor, sums, [&](std::size_t word, Eigen::VectorXd& counts) {
    for (const auto& [document, pair] : occurrences_.of(word))
      counts += ratios_[static_cast<Eigen::Index>(pair)] * topic_weights_.col(document);
    counts.array() *= word_weights_.col(static_cast<Eigen::Index>(word)).array();
  });
}

void ReferenceLocalStep::set_prior(const vi::Dirichlet& prior) {
  prior_ = prior;
  responsibilities_are_current_ = false;  // -kl_theta is part of them
}

Eigen::VectorXd ReferenceLocalStep::most_likely_alpha(const Eigen::VectorXd& alpha) {
  return expected_logs_.take_most_likely_alpha(alpha);
}

void ReferenceLocalStep::topics_have_changed() {
  responsibilities_are_current_ = false;
  word_weights_are_current_ = false;
}

void ReferenceLocalStep::set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) {
  hold(documents);
  gamma_ = gamma;
}

void ReferenceLocalStep::hold(vi::Batch documents) {
  batch_ = DocumentBatch(*source_, documents);
  occurrences_ = WordOccurrences(batch_);
  const auto num_documents = static_cast<Eigen::Index>(batch_.num_documents());
  topic_weights_.resize(prior_.concentration.size(), num_documents);
  ratios_.resize(static_cast<Eigen::Index>(batch_.num_pairs()));
  words_term_.resize(num_documents);
  minus_kl_theta_.resize(num_documents);
  topics_have_changed();
}

void ReferenceLocalStep::update_word_weights(const LazyTopics& topics) {
  if (word_weights_are_current_) return;
  const auto num_words = static_cast<Eigen::Index>(batch_.words().size());
  word_weights_.resize(topics.num_topics(), num_words);
  word_log_scales_.resize(num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index u = 0; u < num_words; ++u) {
    const ScaledWeights weights = word_weights(topics, batch_.words()[static_cast<std::size_t>(u)]);
    word_weights_.col(u) = weights.weight;
    word_log_scales_[u] = weights.log_scale;
  }
  word_weights_are_current_ = true;
}

DocumentWords ReferenceLocalStep::words_of(std::size_t document) const {
  const std::span<const std::uint32_t> words = batch_.words_of(document);
  const auto num_words = static_cast<Eigen::Index>(words.size());
  DocumentWords gathered{.weights = Eigen::MatrixXd(word_weights_.rows(), num_words),
                         .log_scales = Eigen::ArrayXd(num_words),
                         .counts = Eigen::Map<const Eigen::Array<std::uint32_t, Eigen::Dynamic, 1>>(
                                       batch_.counts_of(document).data(), num_words)
                                       .cast<double>()};
  for (Eigen::Index i = 0; i < num_words; ++i) {
    const std::uint32_t word = words[static_cast<std::size_t>(i)];
    gathered.weights.col(i) = word_weights_.col(word);
    gathered.log_scales[i] = word_log_scales_[word];
  }
  return gathered;
}

void ReferenceLocalStep::update_responsibilities(std::size_t document, const DocumentWords& words,
                                                 const LazyTopics& topics) {
  const auto d = static_cast<Eigen::Index>(document);
  const vi::Dirichlet proportions{.concentration = gamma_.col(d)};
  const Responsibilities phi = responsibilities(words, proportions);
  topic_weights_.col(d) = phi.topics;
  ratios_.segment(static_cast<Eigen::Index>(batch_.first_pair(document)), words.counts.size()) =
      phi.ratios(words);
  Eigen::ArrayXd log_likelihoods = phi.normalizers.log() + words.log_scales + phi.topics_log_scale;
  for (Eigen::Index i = 0; i < log_likelihoods.size(); ++i) {
    if (phi.normalizers[i] > kSmallestTrustedNormalizer) continue;
    const Eigen::Index word = batch_.words()[batch_.words_of(document)[static_cast<std::size_t>(i)]];
    log_likelihoods[i] = math::log_sum_exp(proportions.expected_statistics() + topics.expected_log(word));
  }
  words_term_[d] = (words.counts * log_likelihoods).sum();
  minus_kl_theta_[d] = -vi::kl(proportions, prior_);
}

}  // namespace

std::unique_ptr<LocalStep> make_reference_local_step(const DocumentSource& source, vi::Dirichlet prior,
                                                     const DocumentOptions& options) {
  return std::make_unique<ReferenceLocalStep>(source, std::move(prior), options);
}

}  // namespace vilda::lda
