#include <algorithm>
#include <limits>
#include <utility>

#include "lda/documents/document_blocks.hpp"
#include "lda/documents/word_sums.hpp"
#include "lda/mean_field/expected_logs.hpp"
#include "vilda/lda/local_step.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {
namespace {

// Below it the floor under ScaledWeights may show; the bound then takes the detour over logarithms.
constexpr double kSmallestTrustedNormalizer = 1e-100;

/// gamma is held in Numbers, and rounded to them before anything is made of it.
template <class Number>
class ReferenceLocalStep : public MeanFieldStep {
 public:
  ReferenceLocalStep(const DocumentSource& source, vi::Dirichlet prior, const DocumentOptions& options,
                     std::size_t pairs_of_a_block)
      : prior_(std::move(prior)),
        options_(options),
        expected_logs_(prior_.concentration.size()),
        blocks_(source, pairs_of_a_block) {}

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) override;
  void set_prior(const vi::Dirichlet& prior) override { prior_ = prior; }
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;
  void gather_for_alpha(bool gather) override { options_.learn_alpha = gather; }
  void topics_have_changed() override { word_weights_are_current_ = false; }
  Eigen::MatrixXd gamma() const override { return gamma_.template cast<double>(); }
  Gamma take_gamma() override { return std::exchange(gamma_, {}); }
  void set_gamma(vi::Batch documents, Gamma gamma) override;

 private:
  using HeldGamma = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic>;

  bool hold(vi::Batch documents);
  void update_word_weights(const LazyTopics& topics);
  DocumentLedger infer_block(const DocumentPairs& block, std::size_t first, bool restart);
  DocumentWords words_of(const DocumentPairs& block, std::size_t document) const;
  UnconvergedDocument unconverged(std::size_t document, const DocumentWords& words,
                                  const Eigen::VectorXd& gamma) const;
  double words_term(const DocumentWords& words, std::span<const std::uint32_t> ids,
                    const vi::Dirichlet& proportions, const LazyTopics& topics) const;
  void add_up_block();
  vi::Dirichlet proportions_of(Eigen::Index document) const;

  vi::Dirichlet prior_;
  DocumentOptions options_;
  ExpectedLogs expected_logs_;

  // Of the batch inferred last: B documents, U distinct words.
  DocumentBlocks blocks_;
  HeldGamma gamma_;                        // K x B
  Eigen::MatrixXd word_weights_;           // K x U
  Eigen::ArrayXd word_log_scales_;         // U
  bool word_weights_are_current_ = false;  // computed at the topics as they are
  Eigen::MatrixXd sums_;  // K x U: sum_d ratio_dw * topic weights of d, the expected counts without the
                          // word's weights

  // Of its block inferred last:
  Eigen::MatrixXd topic_weights_;  // K x its documents: Responsibilities::topics
  Eigen::ArrayXd ratios_;          // of its pairs: Responsibilities::ratios
};

template <class Number>
DocumentLedger ReferenceLocalStep<Number>::infer(vi::Batch documents, const LazyTopics& topics,
                                                 GammaStart start) {
  const bool restart = hold(documents) || start == GammaStart::even;
  update_word_weights(topics);
  sums_.setZero(topics.num_topics(), static_cast<Eigen::Index>(blocks_.words().size()));
  DocumentLedger ledger;
  blocks_.for_each([&](const DocumentPairs& block, std::size_t first) {
    ledger += infer_block(block, first, restart);
    add_up_block();
  });
  return ledger;
}

template <class Number>
DocumentLedger ReferenceLocalStep<Number>::infer_block(const DocumentPairs& block, std::size_t first,
                                                       bool restart) {
  const auto num_documents = static_cast<Eigen::Index>(block.num_documents());
  topic_weights_.resize(gamma_.rows(), num_documents);
  ratios_.resize(static_cast<Eigen::Index>(block.num_pairs()));
  std::uint64_t converged = 0, iterations = 0, word_iterations = 0;
  WorstDocuments worst;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : converged, iterations, word_iterations)
  for (Eigen::Index i = 0; i < num_documents; ++i) {
    const auto d = static_cast<std::size_t>(i);
    const auto in_batch = static_cast<Eigen::Index>(first + d);
    const DocumentWords words = words_of(block, d);
    const DocumentPosterior posterior = infer_document(
        words, prior_, restart ? even_start(words, prior_) : proportions_of(in_batch), options_);
    gamma_.col(in_batch) = posterior.proportions.concentration.template cast<Number>().cwiseMax(
        std::numeric_limits<Number>::min());
    const vi::Dirichlet proportions = proportions_of(in_batch);
    converged += posterior.converged ? 1 : 0;
    iterations += static_cast<std::uint64_t>(posterior.iterations);
    word_iterations += static_cast<std::uint64_t>(posterior.iterations) * block.num_pairs_of(d);
    if (!posterior.converged) {
      const UnconvergedDocument one = unconverged(block.documents()[d], words, proportions.concentration);
#pragma omp critical(worst_documents)
      worst.add(one);
    }
    const Responsibilities phi = responsibilities(words, proportions);
    topic_weights_.col(i) = phi.topics;
    ratios_.segment(static_cast<Eigen::Index>(block.first_pair(d)), words.counts.size()) = phi.ratios(words);
  }
  if (options_.learn_alpha) {
    expected_logs_.add(block.num_documents(), [&](std::size_t d, Eigen::VectorXd& sum) {
      if (block.num_pairs_of(d) == 0) return false;
      sum += proportions_of(static_cast<Eigen::Index>(first + d)).expected_statistics();
      return true;
    });
  }
  return {.documents = block.num_documents(),
          .converged = converged,
          .iterations = iterations,
          .word_iterations = word_iterations,
          .worst = std::move(worst)};
}

template <class Number>
UnconvergedDocument ReferenceLocalStep<Number>::unconverged(std::size_t document, const DocumentWords& words,
                                                            const Eigen::VectorXd& gamma) const {
  DocumentOptions once = options_;
  once.max_iterations = 1;
  const DocumentPosterior next = infer_document(words, prior_, {gamma}, once);
  return unconverged_document(document, gamma, next.proportions.concentration);
}

template <class Number>
vi::Elbo ReferenceLocalStep<Number>::elbo(const LazyTopics& topics) {
  update_word_weights(topics);
  Eigen::ArrayXd words_terms(gamma_.cols()), minus_kl_thetas(gamma_.cols());
  blocks_.for_each([&](const DocumentPairs& block, std::size_t first) {
    const auto num_documents = static_cast<std::ptrdiff_t>(block.num_documents());
#pragma omp parallel for schedule(dynamic, 8)
    for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
      const auto d = static_cast<std::size_t>(i);
      const auto in_batch = static_cast<Eigen::Index>(first + d);
      const vi::Dirichlet proportions = proportions_of(in_batch);
      words_terms[in_batch] = words_term(words_of(block, d), block.words_of(d), proportions, topics);
      minus_kl_thetas[in_batch] = -vi::kl(proportions, prior_);
    }
  });
  return {{"words", words_terms.sum()}, {"-kl_theta", minus_kl_thetas.sum()}};
}

template <class Number>
void ReferenceLocalStep<Number>::add_up_block() {
  const WordOccurrences& occurrences = blocks_.occurrences();
#pragma omp parallel for schedule(dynamic, 64)
  for (Eigen::Index word = 0; word < sums_.cols(); ++word) {
    for (const auto& [document, pair] : occurrences.of(static_cast<std::size_t>(word)))
      sums_.col(word) += ratios_[static_cast<Eigen::Index>(pair)] * topic_weights_.col(document);
  }
}

template <class Number>
Eigen::VectorXd ReferenceLocalStep<Number>::add_expected_counts(double factor, Eigen::MatrixXd& sums) {
  return add_by_word(blocks_.words(), factor, sums, [&](std::size_t word, Eigen::VectorXd& counts) {
    const auto u = static_cast<Eigen::Index>(word);
    counts = sums_.col(u).cwiseProduct(word_weights_.col(u));
  });
}

template <class Number>
Eigen::VectorXd ReferenceLocalStep<Number>::most_likely_alpha(const Eigen::VectorXd& alpha) {
  return expected_logs_.take_most_likely_alpha(alpha);
}

template <class Number>
void ReferenceLocalStep<Number>::set_gamma(vi::Batch documents, Gamma gamma) {
  hold(documents);
  gamma_ = gamma_as<HeldGamma>(std::move(gamma));
}

template <class Number>
vi::Dirichlet ReferenceLocalStep<Number>::proportions_of(Eigen::Index document) const {
  return {.concentration = gamma_.col(document).template cast<double>()};
}

/// Whether the documents are others than before.
template <class Number>
bool ReferenceLocalStep<Number>::hold(vi::Batch documents) {
  if (!blocks_.hold(documents) && gamma_.cols() != 0) return false;
  gamma_.resize(prior_.concentration.size(), static_cast<Eigen::Index>(documents.size()));
  word_weights_are_current_ = false;
  return true;
}

template <class Number>
void ReferenceLocalStep<Number>::update_word_weights(const LazyTopics& topics) {
  if (word_weights_are_current_) return;
  const auto num_words = static_cast<Eigen::Index>(blocks_.words().size());
  word_weights_.resize(topics.num_topics(), num_words);
  word_log_scales_.resize(num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index u = 0; u < num_words; ++u) {
    const ScaledWeights weights = word_weights(topics, blocks_.words()[static_cast<std::size_t>(u)]);
    word_weights_.col(u) = weights.weight;
    word_log_scales_[u] = weights.log_scale;
  }
  word_weights_are_current_ = true;
}

template <class Number>
DocumentWords ReferenceLocalStep<Number>::words_of(const DocumentPairs& block, std::size_t document) const {
  const std::span<const std::uint32_t> words = block.words_of(document);
  const auto num_words = static_cast<Eigen::Index>(words.size());
  DocumentWords gathered{.weights = Eigen::MatrixXd(word_weights_.rows(), num_words),
                         .log_scales = Eigen::ArrayXd(num_words),
                         .counts = Eigen::Map<const Eigen::Array<std::uint32_t, Eigen::Dynamic, 1>>(
                                       block.counts_of(document).data(), num_words)
                                       .cast<double>()};
  for (Eigen::Index i = 0; i < num_words; ++i) {
    const std::uint32_t word = words[static_cast<std::size_t>(i)];
    gathered.weights.col(i) = word_weights_.col(word);
    gathered.log_scales[i] = word_log_scales_[word];
  }
  return gathered;
}

/// ids: of the document's words, in the batch.
template <class Number>
double ReferenceLocalStep<Number>::words_term(const DocumentWords& words, std::span<const std::uint32_t> ids,
                                              const vi::Dirichlet& proportions,
                                              const LazyTopics& topics) const {
  const Responsibilities phi = responsibilities(words, proportions);
  Eigen::ArrayXd log_likelihoods = phi.normalizers.log() + words.log_scales + phi.topics_log_scale;
  for (Eigen::Index i = 0; i < log_likelihoods.size(); ++i) {
    if (phi.normalizers[i] > kSmallestTrustedNormalizer) continue;
    const Eigen::Index word = blocks_.words()[ids[static_cast<std::size_t>(i)]];
    log_likelihoods[i] = math::log_sum_exp(proportions.expected_statistics() + topics.expected_log(word));
  }
  return (words.counts * log_likelihoods).sum();
}

}  // namespace

std::unique_ptr<MeanFieldStep> make_reference_local_step(const DocumentSource& source, vi::Dirichlet prior,
                                                         const DocumentOptions& options,
                                                         std::size_t pairs_of_a_block) {
  if (options.gamma == Precision::float32)
    return std::make_unique<ReferenceLocalStep<float>>(source, std::move(prior), options, pairs_of_a_block);
  return std::make_unique<ReferenceLocalStep<double>>(source, std::move(prior), options, pairs_of_a_block);
}

}  // namespace vilda::lda
