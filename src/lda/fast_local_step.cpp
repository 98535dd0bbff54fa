#include <algorithm>
#include <utility>
#include <vector>

#include "lda/expected_logs.hpp"
#include "lda/kernels.hpp"
#include "lda/mean_field_inference.hpp"
#include "lda/rows.hpp"
#include "lda/word_sums.hpp"
#include "vilda/lda/local_step.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

// Below it the floor under the weights may show; the bound then takes the detour over logarithms.
constexpr float kSmallestTrustedNormalizer = 1e-20F;

// Beside other topics, one whose factor were larger has no tokens and hardly a word.
constexpr double kLargestFactor = 1e30;

/// What a thread needs for one document at a time.
struct Workspace {
  Workspace(std::size_t longest_document, std::size_t num_topics)
      : rows(longest_document + 3),
        counts(longest_document + 3),
        normalizers(longest_document + 3),
        tokens(1, num_topics),
        next_gamma(1, num_topics) {}

  std::vector<const float*> rows;
  std::vector<float> counts, normalizers;
  Rows tokens;
  Rows next_gamma;
};

class FastLocalStep : public LocalStep {
 public:
  FastLocalStep(const DocumentSource& source, const vi::Dirichlet& prior, const DocumentOptions& options);

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) const override;
  void set_prior(const vi::Dirichlet& prior) override;
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;
  void gather_for_alpha(bool gather) override { options_.learn_alpha = gather; }
  void topics_have_changed() override;
  Eigen::MatrixXd gamma() const override;
  void set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) override;

 private:
  void hold(vi::Batch documents);
  void update_word_rows(const LazyTopics& topics);
  kernels::Document gather(std::size_t document, Workspace& workspace) const;
  void start_evenly(std::size_t document, const kernels::Document& words);
  UnconvergedDocument unconverged(std::size_t document, const kernels::Document& words, Workspace& workspace);
  void update_responsibilities(std::size_t document, const kernels::Document& words, Workspace& workspace);
  double words_term(std::size_t document, const kernels::Document& words, const Workspace& workspace,
                    const LazyTopics& topics) const;
  double minus_kl_theta(std::size_t document) const;
  void gather_expected_logs();

  const DocumentSource* source_;
  std::size_t num_topics_;
  DocumentOptions options_;
  Rows alpha_;  // one
  double sum_of_alpha_ = 0;
  double log_normalizer_of_prior_ = 0;
  ExpectedLogs expected_logs_;

  // Of the batch inferred last: B documents, U distinct words, P pairs.
  DocumentBatch batch_;
  WordOccurrences occurrences_;
  std::size_t longest_document_ = 0;
  Rows gamma_;                 // B
  Rows topic_weights_;         // B: exp(E[log theta]) up to a factor
  std::vector<float> shifts_;  // B: see kernels::topic_weights
  std::vector<float> ratios_;  // P: n_dw / normalizer

  Rows word_rows_;                       // U
  std::vector<double> word_log_scales_;  // U
  bool word_rows_are_current_ = false;
};

FastLocalStep::FastLocalStep(const DocumentSource& source, const vi::Dirichlet& prior,
                             const DocumentOptions& options)
    : source_(&source),
      num_topics_(static_cast<std::size_t>(prior.concentration.size())),
      options_(options),
      alpha_(1, num_topics_),
      expected_logs_(prior.concentration.size()) {
  set_prior(prior);
}

void FastLocalStep::set_prior(const vi::Dirichlet& prior) {
  Eigen::Map<Eigen::VectorXf>(alpha_.row(0), prior.concentration.size()) = prior.concentration.cast<float>();
  const vi::Dirichlet rounded{prior.concentration.cast<float>().cast<double>()};
  sum_of_alpha_ = rounded.sum();
  log_normalizer_of_prior_ = rounded.log_normalizer();
}

DocumentLedger FastLocalStep::infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) {
  const bool same_documents = std::ranges::equal(documents, batch_.documents());
  if (!same_documents) hold(documents);
  update_word_rows(topics);
  const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
  const bool restart = start == GammaStart::even || !same_documents;
  std::uint64_t converged = 0, iterations = 0, word_iterations = 0;
  WorstDocuments worst;
#pragma omp parallel reduction(+ : converged, iterations, word_iterations)
  {
    Workspace workspace(longest_document_, num_topics_);
    MeanFieldInference inference(longest_document_, num_topics_, options_.max_iterations, options_.tolerance);
#pragma omp for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
      const auto document = static_cast<std::size_t>(d);
      const kernels::Document words = gather(document, workspace);
      if (restart) start_evenly(document, words);
      const kernels::Outcome outcome =
          inference.infer(words, gamma_.row(document), topic_weights_.row(document));
      converged += outcome.converged ? 1 : 0;
      iterations += static_cast<std::uint64_t>(outcome.iterations);
      word_iterations += static_cast<std::uint64_t>(outcome.iterations) * words.num_words;
      if (!outcome.converged) {
        const UnconvergedDocument one = unconverged(document, words, workspace);
#pragma omp critical(worst_documents)
        worst.add(one);
      }
      update_responsibilities(document, words, workspace);
    }
  }
  if (options_.learn_alpha) gather_expected_logs();
  return {.documents = batch_.num_documents(),
          .converged = converged,
          .iterations = iterations,
          .word_iterations = word_iterations,
          .worst = std::move(worst)};
}

/// gamma stays as it is; the weights of the document's topics do not.
UnconvergedDocument FastLocalStep::unconverged(std::size_t document, const kernels::Document& words,
                                               Workspace& workspace) {
  const auto num_topics = static_cast<Eigen::Index>(num_topics_);
  float* next = workspace.next_gamma.row(0);
  std::copy_n(gamma_.row(document), kernels::row_size(num_topics_), next);
  kernels::iterate_document(words, 1, 0, next, topic_weights_.row(document), workspace.tokens.row(0));
  return unconverged_document(
      batch_.documents()[document],
      Eigen::Map<const Eigen::VectorXf>(gamma_.row(document), num_topics).cast<double>(),
      Eigen::Map<const Eigen::VectorXf>(next, num_topics).cast<double>());
}

vi::Elbo FastLocalStep::elbo(const LazyTopics& topics) {
  update_word_rows(topics);
  const auto num_documents = static_cast<std::ptrdiff_t>(batch_.num_documents());
  Eigen::ArrayXd words_terms(num_documents), minus_kl_thetas(num_documents);
#pragma omp parallel
  {
    Workspace workspace(longest_document_, num_topics_);
#pragma omp for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < num_documents; ++d) {
      const auto document = static_cast<std::size_t>(d);
      const kernels::Document words = gather(document, workspace);
      update_responsibilities(document, words, workspace);
      words_terms[d] = words_term(document, words, workspace, topics);
      minus_kl_thetas[d] = minus_kl_theta(document);
    }
  }
  return {{"words", words_terms.sum()}, {"-kl_theta", minus_kl_thetas.sum()}};
}

Eigen::VectorXd FastLocalStep::add_expected_counts(double factor, Eigen::MatrixXd& sums) const {
  return add_by_word(batch_.words(), factor, sums, [&](std::size_t word, Eigen::VectorXd& counts) {
    const auto occurrences = occurrences_.of(word);
    kernels::accumulate_word(topic_weights_.data(), num_topics_, occurrences.data(), occurrences.size(),
                             ratios_.data(), counts.data());
    counts.array() *= Eigen::Map<const Eigen::ArrayXf>(word_rows_.row(word), counts.size()).cast<double>();
  });
}

void FastLocalStep::gather_expected_logs() {
  const auto num_topics = static_cast<Eigen::Index>(num_topics_);
  Eigen::VectorXd gamma(num_topics), expected_logs(num_topics);
  for (std::size_t d = 0; d < batch_.num_documents(); ++d) {
    if (batch_.num_pairs_of(d) == 0) continue;
    gamma = Eigen::Map<const Eigen::VectorXf>(gamma_.row(d), num_topics).cast<double>();
    kernels::digammas(gamma.data(), num_topics_, expected_logs.data());
    expected_logs_.add(expected_logs.array() - math::digamma(gamma.sum()));
  }
}

Eigen::VectorXd FastLocalStep::most_likely_alpha(const Eigen::VectorXd& alpha) {
  return expected_logs_.take_most_likely_alpha(alpha);
}

void FastLocalStep::topics_have_changed() {
  word_rows_are_current_ = false;
}

Eigen::MatrixXd FastLocalStep::gamma() const {
  return gamma_.matrix(num_topics_);
}

void FastLocalStep::set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) {
  hold(documents);
  gamma_.set(gamma);
}

void FastLocalStep::hold(vi::Batch documents) {
  batch_ = DocumentBatch(*source_, documents);
  occurrences_ = WordOccurrences(batch_);
  longest_document_ = batch_.longest_document();
  gamma_ = Rows(batch_.num_documents(), num_topics_);
  topic_weights_ = Rows(batch_.num_documents(), num_topics_);
  shifts_.resize(batch_.num_documents());
  ratios_.resize(batch_.num_pairs());
  word_rows_ = Rows(batch_.words().size(), num_topics_);
  word_log_scales_.resize(batch_.words().size());
  topics_have_changed();
}

void FastLocalStep::update_word_rows(const LazyTopics& topics) {
  if (word_rows_are_current_) return;
  // exp(-digamma of the topic's sum), times what brings it near 1
  const double largest = topics.digamma_of_row_sums().maxCoeff();
  Rows factors(1, num_topics_);
  Eigen::Map<Eigen::ArrayXf>(factors.row(0), static_cast<Eigen::Index>(num_topics_)) =
      (largest - topics.digamma_of_row_sums().array()).exp().min(kLargestFactor).cast<float>();
  const auto num_words = static_cast<std::ptrdiff_t>(batch_.words().size());
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t u = 0; u < num_words; ++u) {
    const auto word = static_cast<std::size_t>(u);
    const Eigen::VectorXd lambda = topics.lambda(batch_.words()[word]);
    word_log_scales_[word] =
        kernels::word_weights(lambda.data(), factors.row(0), num_topics_, word_rows_.row(word)) - largest;
  }
  word_rows_are_current_ = true;
}

kernels::Document FastLocalStep::gather(std::size_t document, Workspace& workspace) const {
  const std::span<const std::uint32_t> words = batch_.words_of(document);
  const std::span<const std::uint32_t> counts = batch_.counts_of(document);
  for (std::size_t i = 0; i < words.size(); ++i) {
    workspace.rows[i] = word_rows_.row(words[i]);
    workspace.counts[i] = static_cast<float>(counts[i]);
  }
  for (std::size_t i = words.size(); i % 4 != 0; ++i) {
    workspace.rows[i] = workspace.rows[0];
    workspace.counts[i] = 0;
  }
  return {.rows = workspace.rows.data(),
          .counts = workspace.counts.data(),
          .num_words = words.size(),
          .alpha = alpha_.row(0),
          .num_topics = num_topics_};
}

void FastLocalStep::start_evenly(std::size_t document, const kernels::Document& words) {
  const auto num_topics = static_cast<Eigen::Index>(num_topics_);
  double num_tokens = 0;
  for (std::size_t i = 0; i < words.num_words; ++i) num_tokens += words.counts[i];
  Eigen::Map<Eigen::ArrayXf>(gamma_.row(document), num_topics) =
      Eigen::Map<const Eigen::ArrayXf>(alpha_.row(0), num_topics) +
      static_cast<float>(num_tokens / static_cast<double>(num_topics_));
}

void FastLocalStep::update_responsibilities(std::size_t document, const kernels::Document& words,
                                            Workspace& workspace) {
  shifts_[document] = kernels::topic_weights(gamma_.row(document), num_topics_, topic_weights_.row(document));
  kernels::normalizers(words, topic_weights_.row(document), workspace.normalizers.data());
  float* ratios = ratios_.data() + batch_.first_pair(document);
  for (std::size_t i = 0; i < words.num_words; ++i)
    ratios[i] = workspace.counts[i] / workspace.normalizers[i];
}

/// sum_w n_dw log sum_k exp(E[log theta_dk] + E[log beta_kw])
double FastLocalStep::words_term(std::size_t document, const kernels::Document& words,
                                 const Workspace& workspace, const LazyTopics& topics) const {
  double num_tokens = 0, scales = 0, correction = 0;
  const std::span<const std::uint32_t> ids = batch_.words_of(document);
  const Eigen::VectorXd gamma =
      Eigen::Map<const Eigen::VectorXf>(gamma_.row(document), static_cast<Eigen::Index>(num_topics_))
          .cast<double>();
  const double log_scale_of_topics = -shifts_[document] - math::digamma(gamma.sum());
  for (std::size_t i = 0; i < words.num_words; ++i) {
    num_tokens += words.counts[i];
    scales += words.counts[i] * word_log_scales_[ids[i]];
    if (workspace.normalizers[i] > kSmallestTrustedNormalizer) continue;
    const Eigen::VectorXd log_weights =
        vi::Dirichlet{gamma}.expected_statistics() + topics.expected_log(batch_.words()[ids[i]]);
    correction += words.counts[i] * (math::log_sum_exp(log_weights) - std::log(workspace.normalizers[i]) -
                                     word_log_scales_[ids[i]] - log_scale_of_topics);
  }
  return kernels::weighted_sum_of_logs(words.counts, workspace.normalizers.data(), words.num_words) + scales +
         num_tokens * log_scale_of_topics + correction;
}

double FastLocalStep::minus_kl_theta(std::size_t document) const {
  const double sum =
      Eigen::Map<const Eigen::VectorXf>(gamma_.row(document), static_cast<Eigen::Index>(num_topics_))
          .cast<double>()
          .sum();
  return kernels::dirichlet_terms(gamma_.row(document), alpha_.row(0), num_topics_) -
         (sum_of_alpha_ - sum) * math::digamma(sum) - math::lgamma(sum) - log_normalizer_of_prior_;
}

}  // namespace

std::unique_ptr<LocalStep> make_fast_local_step(const DocumentSource& source, const vi::Dirichlet& prior,
                                                const DocumentOptions& options) {
  return std::make_unique<FastLocalStep>(source, prior, options);
}

}  // namespace vilda::lda
