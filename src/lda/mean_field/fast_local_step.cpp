#include <omp.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lda/documents/document_blocks.hpp"
#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "lda/mean_field/document_prior.hpp"
#include "lda/mean_field/expected_counts.hpp"
#include "lda/mean_field/expected_logs.hpp"
#include "lda/mean_field/gathered_words.hpp"
#include "lda/mean_field/mean_field_inference.hpp"
#include "lda/mean_field/resting_topics.hpp"
#include "lda/mean_field/word_rows.hpp"
#include "lda/mean_field/words_term.hpp"
#include "vilda/lda/local_step.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

/// What a thread needs for one document at a time.
struct Workspace {
  Workspace(std::size_t longest_document, std::size_t num_topics, const DocumentOptions& options)
      : words(longest_document),
        gamma(1, num_topics),
        inference(longest_document, num_topics, options.max_iterations, options.tolerance),
        words_term(longest_document, num_topics),
        next_gamma(1, num_topics),
        weights(1, num_topics),
        tokens(1, num_topics),
        ratios(longest_document + 3) {}

  GatheredWords words;
  Rows gamma;  // one
  MeanFieldInference inference;
  WordsTerm words_term;
  // Of one more iteration:
  Rows next_gamma, weights, tokens;  // one
  std::vector<float> ratios;
};

void start_evenly(const kernels::Document& words, float* gamma) {
  const auto num_topics = static_cast<Eigen::Index>(words.num_topics);
  double num_tokens = 0;
  for (std::size_t i = 0; i < words.num_words; ++i) num_tokens += words.counts[i];
  Eigen::Map<Eigen::ArrayXf>(gamma, num_topics) =
      Eigen::Map<const Eigen::ArrayXf>(words.alpha, num_topics) +
      static_cast<float>(num_tokens / static_cast<double>(words.num_topics));
}

class FastLocalStep : public MeanFieldStep {
 public:
  FastLocalStep(const DocumentSource& source, const vi::Dirichlet& prior, const DocumentOptions& options,
                std::size_t pairs_of_a_block);

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) override;
  void set_prior(const vi::Dirichlet& prior) override;
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;
  void gather_for_alpha(bool gather) override { options_.learn_alpha = gather; }
  void topics_have_changed() override { word_rows_.topics_have_changed(); }
  Eigen::MatrixXd gamma() const override { return gamma_.cast<double>(); }
  Gamma take_gamma() override { return std::exchange(gamma_, {}); }
  void set_gamma(vi::Batch documents, Gamma gamma) override;

 private:
  bool hold(vi::Batch documents);
  Workspace& workspace_of_this_thread();
  void look_at(const LazyTopics& topics);
  DocumentLedger infer_block(const DocumentPairs& block, std::size_t first, GammaStart start);
  DocumentLedger infer_document(const DocumentPairs& block, std::size_t first, std::size_t document,
                                GammaStart start, Workspace& workspace);
  void gather(const DocumentPairs& block, std::size_t document, GatheredWords& words) const;
  void load_gamma(std::size_t document, float* gamma) const;
  UnconvergedDocument unconverged(std::size_t document, Workspace& workspace) const;
  void gather_expected_logs(const DocumentPairs& block, std::size_t first);

  DocumentOptions options_;
  DocumentPrior prior_;
  ExpectedLogs expected_logs_;
  std::vector<std::optional<Workspace>> workspaces_;  // of the threads
  std::size_t longest_document_ = 0;                  // that they have room for

  // Of the batch inferred last: B documents, U distinct words.
  DocumentBlocks blocks_;
  Eigen::MatrixXf gamma_;                 // K x B
  WordRows word_rows_;                    // U
  bool topics_may_rest_ = false;          // where gamma goes on from one before
  std::optional<RestingTopics> resting_;  // of prior_ and word_rows_, where topics may rest
  ExpectedCounts expected_counts_;
};

FastLocalStep::FastLocalStep(const DocumentSource& source, const vi::Dirichlet& prior,
                             const DocumentOptions& options, std::size_t pairs_of_a_block)
    : options_(options),
      prior_(prior),
      expected_logs_(prior.concentration.size()),
      blocks_(source, pairs_of_a_block) {}

void FastLocalStep::set_prior(const vi::Dirichlet& prior) {
  const DocumentPrior before = std::exchange(prior_, DocumentPrior(prior));
  resting_.reset();
  topics_may_rest_ = topics_may_rest_ && prior_.topics_may_rest();
  if (topics_may_rest_) move_resting_gamma(before, prior_, gamma_);
}

DocumentLedger FastLocalStep::infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) {
  if (hold(documents)) start = GammaStart::even;
  topics_may_rest_ = start == GammaStart::previous && prior_.topics_may_rest();
  look_at(topics);
  expected_counts_.begin(blocks_, prior_.num_topics());
  DocumentLedger ledger;
  blocks_.for_each([&](const DocumentPairs& block, std::size_t first) {
    ledger += infer_block(block, first, start);
    expected_counts_.end_block(blocks_);
  });
  return ledger;
}

/// Whether the documents are others than before.
bool FastLocalStep::hold(vi::Batch documents) {
  if (!blocks_.hold(documents) && gamma_.cols() != 0) return false;
  gamma_.resize(static_cast<Eigen::Index>(prior_.num_topics()), static_cast<Eigen::Index>(documents.size()));
  word_rows_.hold(blocks_.words(), prior_.num_topics());
  if (blocks_.longest_document() > longest_document_) workspaces_.clear();
  longest_document_ = std::max(longest_document_, blocks_.longest_document());
  return true;
}

void FastLocalStep::look_at(const LazyTopics& topics) {
  if (word_rows_.update(topics) || !topics_may_rest_) resting_.reset();
  if (topics_may_rest_ && !resting_) resting_.emplace(prior_, word_rows_.rows(), blocks_.words().size());
}

Workspace& FastLocalStep::workspace_of_this_thread() {
  auto& workspace = workspaces_[static_cast<std::size_t>(omp_get_thread_num())];
  if (!workspace) workspace.emplace(longest_document_, prior_.num_topics(), options_);
  return *workspace;
}

DocumentLedger FastLocalStep::infer_block(const DocumentPairs& block, std::size_t first, GammaStart start) {
  expected_counts_.begin_block(block);
  const auto num_documents = static_cast<std::ptrdiff_t>(block.num_documents());
  DocumentLedger ledger;
  workspaces_.resize(static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel
  {
    Workspace& workspace = workspace_of_this_thread();
    DocumentLedger of_thread;
#pragma omp for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < num_documents; ++d)
      of_thread += infer_document(block, first, static_cast<std::size_t>(d), start, workspace);
#pragma omp critical(ledger)
    ledger += of_thread;
  }
  if (options_.learn_alpha) gather_expected_logs(block, first);
  return ledger;
}

DocumentLedger FastLocalStep::infer_document(const DocumentPairs& block, std::size_t first,
                                             std::size_t document, GammaStart start, Workspace& workspace) {
  const std::size_t in_batch = first + document;
  float* gamma = workspace.gamma.row(0);
  gather(block, document, workspace.words);
  const kernels::Document& words = workspace.words.document();
  start == GammaStart::even ? start_evenly(words, gamma) : load_gamma(in_batch, gamma);
  const kernels::Outcome outcome = workspace.inference.infer(words, start, workspace.words.resting(), gamma,
                                                             expected_counts_.weights_of(document));
  expected_counts_.keep(block, document, workspace.inference);
  std::copy_n(gamma, prior_.num_topics(), gamma_.col(static_cast<Eigen::Index>(in_batch)).data());
  const auto iterations = static_cast<std::uint64_t>(outcome.iterations);
  DocumentLedger ledger{.documents = 1,
                        .converged = outcome.converged ? 1U : 0U,
                        .iterations = iterations,
                        .word_iterations = iterations * words.num_words};
  if (!outcome.converged) ledger.worst.add(unconverged(block.documents()[document], workspace));
  return ledger;
}

void FastLocalStep::gather(const DocumentPairs& block, std::size_t document, GatheredWords& words) const {
  words.gather(block.words_of(document), block.counts_of(document), word_rows_.rows(), prior_, resting_);
}

void FastLocalStep::load_gamma(std::size_t document, float* gamma) const {
  std::copy_n(gamma_.col(static_cast<Eigen::Index>(document)).data(), prior_.num_topics(), gamma);
}

/// gamma stays as it is.
UnconvergedDocument FastLocalStep::unconverged(std::size_t document, Workspace& workspace) const {
  const auto num_topics = static_cast<Eigen::Index>(prior_.num_topics());
  const float* gamma = workspace.gamma.row(0);
  float* next = workspace.next_gamma.row(0);
  std::copy_n(gamma, kernels::row_size(prior_.num_topics()), next);
  kernels::iterate_document(workspace.words.document(), 1, 0, next, workspace.weights.row(0),
                            workspace.ratios.data(), workspace.tokens.row(0));
  return unconverged_document(document, Eigen::Map<const Eigen::VectorXf>(gamma, num_topics).cast<double>(),
                              Eigen::Map<const Eigen::VectorXf>(next, num_topics).cast<double>());
}

vi::Elbo FastLocalStep::elbo(const LazyTopics& topics) {
  look_at(topics);
  Eigen::ArrayXd words_terms(gamma_.cols()), minus_kl_thetas(gamma_.cols());
  workspaces_.resize(static_cast<std::size_t>(omp_get_max_threads()));
  blocks_.for_each([&](const DocumentPairs& block, std::size_t first) {
    const auto num_documents = static_cast<std::ptrdiff_t>(block.num_documents());
#pragma omp parallel
    {
      Workspace& workspace = workspace_of_this_thread();
#pragma omp for schedule(dynamic, 8)
      for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
        const auto d = static_cast<std::size_t>(i);
        const auto in_batch = static_cast<Eigen::Index>(first + d);
        float* gamma = workspace.gamma.row(0);
        gather(block, d, workspace.words);
        load_gamma(first + d, gamma);
        words_terms[in_batch] = workspace.words_term.of(workspace.words, gamma, word_rows_, topics,
                                                        workspace.inference.topics_used());
        minus_kl_thetas[in_batch] = prior_.minus_kl(gamma);
      }
    }
  });
  return {{"words", words_terms.sum()}, {"-kl_theta", minus_kl_thetas.sum()}};
}

Eigen::VectorXd FastLocalStep::add_expected_counts(double factor, Eigen::MatrixXd& sums) {
  return expected_counts_.add(factor, blocks_, word_rows_, prior_, sums);
}

void FastLocalStep::gather_expected_logs(const DocumentPairs& block, std::size_t first) {
  expected_logs_.add(block.num_documents(), [&](std::size_t d, Eigen::VectorXd& sum) {
    if (block.num_pairs_of(d) == 0) return false;
    const auto gamma = gamma_.col(static_cast<Eigen::Index>(first + d));
    sum.array() += prior_.digammas(gamma.data()).array() - math::digamma(gamma.cast<double>().sum());
    return true;
  });
}

Eigen::VectorXd FastLocalStep::most_likely_alpha(const Eigen::VectorXd& alpha) {
  return expected_logs_.take_most_likely_alpha(alpha);
}

void FastLocalStep::set_gamma(vi::Batch documents, Gamma gamma) {
  hold(documents);
  topics_may_rest_ = prior_.topics_may_rest();
  gamma_ = gamma_as<Eigen::MatrixXf>(std::move(gamma));
}

}  // namespace

std::unique_ptr<MeanFieldStep> make_fast_local_step(const DocumentSource& source, const vi::Dirichlet& prior,
                                                    const DocumentOptions& options,
                                                    std::size_t pairs_of_a_block) {
  return std::make_unique<FastLocalStep>(source, prior, options, pairs_of_a_block);
}

}  // namespace vilda::lda
