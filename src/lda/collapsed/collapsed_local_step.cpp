#include <omp.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "lda/collapsed/assignment_sampler.hpp"
#include "lda/collapsed/collapsed_inference.hpp"
#include "lda/collapsed/inferred_documents.hpp"
#include "lda/documents/first_failure.hpp"
#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "vilda/lda/document_batch.hpp"
#include "vilda/lda/learned_priors.hpp"
#include "vilda/lda/local_step.hpp"

namespace vilda::lda {
namespace {

/// Documents are inferred in blocks of so many numbers of phi.
constexpr std::size_t kPhiOfABlock = 1U << 20U;

/// The bound is estimated from one document in so many, the same ones in every pass: two thousand in large
/// corpora.
std::size_t elbo_of_one_in(std::size_t num_documents) {
  return std::max<std::size_t>(16, num_documents / 2000);
}

/// By how much there are more tokens than in the documents that the bound is estimated from.
double tokens_to_those_looked_at(const DocumentSource& source) {
  const std::size_t one_in = elbo_of_one_in(source.num_documents());
  const auto num_documents = static_cast<std::ptrdiff_t>(source.num_documents());
  std::uint64_t all = 0, looked_at = 0;
  FirstFailure failure;
#pragma omp parallel reduction(+ : all, looked_at)
  {
    std::vector<std::uint32_t> words, counts;
#pragma omp for schedule(static)
    for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
      const auto document = static_cast<std::size_t>(i);
      words.clear();
      counts.clear();
      failure.keep_of([&] { source.append(document, words, counts); });
      const auto tokens = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
      all += tokens;
      if (document % one_in == 0) looked_at += tokens;
    }
  }
  failure.rethrow();
  return looked_at > 0 ? static_cast<double>(all) / static_cast<double>(looked_at) : 1;
}

/// For the learning of alpha, one document in so many is drawn from: a thousand a pass in large corpora, no
/// more than an eighth in small ones, but for the smallest.
std::size_t one_in(std::size_t num_documents) {
  return std::max(num_documents / 1000, std::min<std::size_t>(8, 1 + num_documents / 128));
}

/// Of a draw. More sweeps make the learned alpha smaller, and little else better.
constexpr int kSweeps = 4;

DocumentOptions mean_field(DocumentOptions options) {
  options.inference = DocumentInference::mean_field;
  options.learn_alpha = false;
  return options;
}

class CollapsedLocalStep : public LocalStep {
 public:
  CollapsedLocalStep(const DocumentSource& source, const vi::Dirichlet& prior, const DocumentOptions& options)
      : source_(&source),
        num_topics_(static_cast<std::size_t>(prior.concentration.size())),
        options_(options),
        alpha_(1, num_topics_),
        mean_field_(make_fast_local_step(source, prior, mean_field(options))),
        tokens_to_those_looked_at_(tokens_to_those_looked_at(source)),
        topic_counts_(num_topics_),
        draw_every_(one_in(source.num_documents())),
        inferred_(num_topics_) {
    CollapsedLocalStep::set_prior(prior);
  }

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) override {
    return inferred_.add_expected_counts(factor, sums);
  }
  void topics_have_changed() override { mean_field_->topics_have_changed(); }
  Eigen::MatrixXd gamma() const override;
  void set_prior(const vi::Dirichlet& prior) override;
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;
  void gather_for_alpha(bool gather) override { options_.learn_alpha = gather; }

 private:
  /// What a thread needs for one document at a time.
  struct Workspace {
    Workspace(std::size_t longest_document, std::size_t num_topics, const DocumentOptions& options)
        : rows(longest_document),
          counts(longest_document),
          inference(longest_document, num_topics, options.max_iterations, options.tolerance),
          sampler(num_topics) {}

    std::vector<const float*> rows;
    std::vector<float> counts;
    CollapsedInference inference;
    AssignmentSampler sampler;
  };

  void hold(vi::Batch documents);
  std::size_t end_of_block(std::size_t first) const;
  DocumentLedger infer_block(std::size_t first, std::size_t last);
  void update_word_rows(const LazyTopics& topics);
  kernels::CollapsedDocument words_of(std::size_t document, Workspace& workspace) const;
  void draw_topics(std::size_t document, Workspace& workspace);
  Eigen::VectorXd alpha() const;

  const DocumentSource* source_;
  std::size_t num_topics_;
  DocumentOptions options_;
  Rows alpha_;  // one
  std::unique_ptr<MeanFieldStep> mean_field_;
  double tokens_to_those_looked_at_;
  TopicCountHistograms topic_counts_;
  std::size_t draw_every_;

  std::vector<std::optional<Workspace>> workspaces_;  // of the threads
  std::size_t longest_document_ = 0;                  // that they have room for

  // Of the batch inferred last: B documents, U distinct words.
  DocumentBatch batch_;
  Rows word_rows_;                                 // U: beta
  InferredDocuments inferred_;                     // B
  std::vector<std::vector<std::uint32_t>> drawn_;  // B / draw_every_: N_dk of the documents drawn from
};

void CollapsedLocalStep::hold(vi::Batch documents) {
  batch_ = DocumentBatch(*source_, documents);
  inferred_.begin(batch_);
  if (batch_.longest_document() <= longest_document_) return;
  longest_document_ = batch_.longest_document();
  workspaces_.clear();
}

DocumentLedger CollapsedLocalStep::infer(vi::Batch documents, const LazyTopics& topics,
                                         GammaStart /*start*/) {
  hold(documents);
  update_word_rows(topics);
  drawn_.assign(options_.learn_alpha ? documents.size() / draw_every_ + 1 : 0, {});
  DocumentLedger ledger;
  for (std::size_t first = 0; first < batch_.num_documents();) {
    const std::size_t last = end_of_block(first);
    ledger += infer_block(first, last);
    inferred_.sum_up_if_many(last);
    first = last;
  }
  for (const std::vector<std::uint32_t>& counts : drawn_) topic_counts_.add(counts);
  return ledger;
}

/// The first document of the next block.
std::size_t CollapsedLocalStep::end_of_block(std::size_t first) const {
  const std::size_t pairs = std::max<std::size_t>(kPhiOfABlock / kernels::row_size(num_topics_), 1);
  std::size_t last = first + 1;
  while (last < batch_.num_documents() && batch_.first_pair(last + 1) - batch_.first_pair(first) <= pairs)
    ++last;
  return last;
}

DocumentLedger CollapsedLocalStep::infer_block(std::size_t first, std::size_t last) {
  const auto begin = static_cast<std::ptrdiff_t>(first), end = static_cast<std::ptrdiff_t>(last);
  std::uint64_t converged = 0, iterations = 0, word_iterations = 0;
  workspaces_.resize(static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel reduction(+ : converged, iterations, word_iterations)
  {
    auto& workspace = workspaces_[static_cast<std::size_t>(omp_get_thread_num())];
    if (!workspace) workspace.emplace(longest_document_, num_topics_, options_);
#pragma omp for schedule(monotonic : dynamic, 1)
    for (std::ptrdiff_t d = begin; d < end; ++d) {
      const auto document = static_cast<std::size_t>(d);
      const kernels::Outcome outcome = workspace->inference.infer(words_of(document, *workspace));
      inferred_.keep(document, workspace->inference);
      if (options_.learn_alpha && document % draw_every_ == 0) draw_topics(document, *workspace);
      converged += outcome.converged ? 1 : 0;
      iterations += static_cast<std::uint64_t>(outcome.iterations);
      word_iterations += static_cast<std::uint64_t>(outcome.iterations) * batch_.num_pairs_of(document);
    }
  }
  return {.documents = last - first,
          .converged = converged,
          .iterations = iterations,
          .word_iterations = word_iterations};
}

/// beta_kw = E[beta_kw] of the batch's words.
void CollapsedLocalStep::update_word_rows(const LazyTopics& topics) {
  word_rows_.resize(batch_.words().size(), num_topics_);
  const auto num_words = static_cast<std::ptrdiff_t>(batch_.words().size());
  const Eigen::ArrayXd inverse_sums = topics.row_sums().array().inverse();
#pragma omp parallel for schedule(dynamic, 64)
  for (std::ptrdiff_t u = 0; u < num_words; ++u) {
    const auto word = static_cast<std::size_t>(u);
    topics.mean(batch_.words()[word], inverse_sums, word_rows_.row(word));
  }
}

kernels::CollapsedDocument CollapsedLocalStep::words_of(std::size_t document, Workspace& workspace) const {
  const std::span<const std::uint32_t> words = batch_.words_of(document), counts = batch_.counts_of(document);
  for (std::size_t i = 0; i < words.size(); ++i) {
    workspace.rows[i] = word_rows_.row(words[i]);
    workspace.counts[i] = static_cast<float>(counts[i]);
  }
  return {.rows = workspace.rows.data(),
          .counts = workspace.counts.data(),
          .num_words = words.size(),
          .alpha = alpha_.row(0),
          .num_topics = num_topics_};
}

void CollapsedLocalStep::draw_topics(std::size_t document, Workspace& workspace) {
  const math::CounterEngine random(options_.seed, math::Stream::assignments, batch_.documents()[document]);
  const CollapsedInference& inferred = workspace.inference;
  const std::span<const std::uint32_t> topics = inferred.topics();
  const std::span<const float> counts =
      workspace.sampler.draw(inferred.document(), inferred.phi(), kSweeps, random);
  std::vector<std::uint32_t>& drawn = drawn_[document / draw_every_];
  drawn.assign(num_topics_, 0);
  for (std::size_t i = 0; i < topics.size(); ++i) drawn[topics[i]] = static_cast<std::uint32_t>(counts[i]);
}

/// An estimate; summed over all batches of a pass it is one of the whole corpus.
vi::Elbo CollapsedLocalStep::elbo(const LazyTopics& topics) {
  std::vector<std::size_t> looked_at, documents;
  for (std::size_t d = 0; d < batch_.num_documents(); ++d) {
    if (batch_.documents()[d] % elbo_of_one_in(source_->num_documents()) == 0) looked_at.push_back(d);
  }
  Eigen::MatrixXd gamma(topics.num_topics(), static_cast<Eigen::Index>(looked_at.size()));
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    documents.push_back(batch_.documents()[looked_at[i]]);
    gamma.col(static_cast<Eigen::Index>(i)) = inferred_.gamma(looked_at[i], alpha());
  }
  mean_field_->set_gamma(documents, std::move(gamma));
  return tokens_to_those_looked_at_ * mean_field_->elbo(topics);
}

Eigen::VectorXd CollapsedLocalStep::alpha() const {
  return Eigen::Map<const Eigen::VectorXf>(alpha_.row(0), static_cast<Eigen::Index>(num_topics_))
      .cast<double>();
}

Eigen::MatrixXd CollapsedLocalStep::gamma() const {
  Eigen::MatrixXd gamma(num_topics_, batch_.num_documents());
  for (std::size_t d = 0; d < batch_.num_documents(); ++d)
    gamma.col(static_cast<Eigen::Index>(d)) = inferred_.gamma(d, alpha());
  return gamma;
}

Eigen::VectorXd CollapsedLocalStep::most_likely_alpha(const Eigen::VectorXd& alpha) {
  if (topic_counts_.empty()) return alpha;
  Eigen::VectorXd learned = topic_counts_.most_likely_alpha(alpha);
  topic_counts_.clear();
  return learned;
}

void CollapsedLocalStep::set_prior(const vi::Dirichlet& prior) {
  Eigen::Map<Eigen::VectorXf>(alpha_.row(0), prior.concentration.size()) = prior.concentration.cast<float>();
  mean_field_->set_prior(prior);
}

}  // namespace

std::unique_ptr<LocalStep> make_collapsed_local_step(const DocumentSource& source, const vi::Dirichlet& prior,
                                                     const DocumentOptions& options) {
  return std::make_unique<CollapsedLocalStep>(source, prior, options);
}

}  // namespace vilda::lda
