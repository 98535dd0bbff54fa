#include <algorithm>
#include <numeric>
#include <vector>

#include "lda/assignment_sampler.hpp"
#include "lda/collapsed_inference.hpp"
#include "lda/kernels.hpp"
#include "lda/rows.hpp"
#include "vilda/lda/learned_priors.hpp"
#include "vilda/lda/local_step.hpp"

namespace vilda::lda {
namespace {

/// phi of so many numbers is kept at a time, so that it stays in cache.
constexpr std::size_t kPhiAtATime = 2U << 20U;

/// The bound is estimated from one document in so many, the same ones in every pass: two thousand in large
/// corpora.
std::size_t elbo_of_one_in(std::size_t num_documents) {
  return std::max<std::size_t>(16, num_documents / 2000);
}

/// By how much there are more tokens than in the documents that the bound is estimated from.
double tokens_to_those_looked_at(const DocumentSource& source) {
  std::vector<std::uint32_t> words, counts;
  double all = 0, looked_at = 0;
  for (std::size_t d = 0; d < source.num_documents(); ++d) {
    words.clear();
    counts.clear();
    source.append(d, words, counts);
    const double tokens = std::accumulate(counts.begin(), counts.end(), 0.0);
    all += tokens;
    if (d % elbo_of_one_in(source.num_documents()) == 0) looked_at += tokens;
  }
  return looked_at > 0 ? all / looked_at : 1;
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
        draw_every_(one_in(source.num_documents())) {
    CollapsedLocalStep::set_prior(prior);
  }

  DocumentLedger infer(vi::Batch documents, const LazyTopics& topics, GammaStart start) override;
  vi::Elbo elbo(const LazyTopics& topics) override;
  WordCounts expected_counts() override { return {batch_.words(), expected_counts_}; }
  void topics_have_changed() override { mean_field_->topics_have_changed(); }
  Eigen::MatrixXd gamma() const override;
  void set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) override;
  void set_prior(const vi::Dirichlet& prior) override;
  Eigen::VectorXd most_likely_alpha(const Eigen::VectorXd& alpha) override;

 private:
  /// What a thread needs for one document at a time.
  struct Workspace {
    Workspace(std::size_t longest_document, std::size_t num_topics, const DocumentOptions& options)
        : rows(longest_document),
          counts(longest_document),
          inference(longest_document, num_topics, options.max_iterations, options.tolerance) {}

    std::vector<const float*> rows;
    std::vector<float> counts;
    CollapsedInference inference;
    AssignmentSampler sampler;
  };

  void update_word_rows(const LazyTopics& topics);
  std::size_t end_of_block(std::size_t first) const;
  DocumentLedger infer_block(std::size_t first, std::size_t last);
  kernels::CollapsedDocument words_of(std::size_t document, Workspace& workspace) const;
  void keep_gamma(std::size_t document, const CollapsedInference& inferred);
  void draw_topics(std::size_t document, const float* phi, Workspace& workspace);
  void add_expected_counts(std::size_t first, std::size_t last);

  const DocumentSource* source_;
  std::size_t num_topics_;
  DocumentOptions options_;
  Rows alpha_;  // one
  std::unique_ptr<LocalStep> mean_field_;
  double tokens_to_those_looked_at_;
  TopicCountHistograms topic_counts_;
  std::size_t draw_every_;

  // Of the batch inferred last: B documents, U distinct words.
  DocumentBatch batch_;
  WordOccurrences occurrences_;
  std::vector<std::span<const WordOccurrences::Occurrence>> occurrences_left_;  // U: not yet added up
  std::size_t longest_document_ = 0;
  Rows gamma_;                       // B
  Rows word_rows_;                   // U: beta
  Eigen::MatrixXd expected_counts_;  // K x U
  Rows phi_;                         // of a block of documents: a row a pair, of the topics used
  std::vector<std::vector<std::uint32_t>> topics_used_;  // of each of its documents, ascending
  std::vector<std::vector<std::uint32_t>> drawn_;        // B / draw_every_: N_dk of the documents drawn from
};

DocumentLedger CollapsedLocalStep::infer(vi::Batch documents, const LazyTopics& topics,
                                         GammaStart /*start*/) {
  batch_ = DocumentBatch(*source_, documents);
  occurrences_ = WordOccurrences(batch_);
  occurrences_left_.resize(batch_.words().size());
  for (std::size_t u = 0; u < batch_.words().size(); ++u) occurrences_left_[u] = occurrences_.of(u);
  longest_document_ = batch_.longest_document();
  gamma_ = Rows(batch_.num_documents(), num_topics_);
  update_word_rows(topics);
  expected_counts_.setZero(topics.num_topics(), static_cast<Eigen::Index>(batch_.words().size()));
  drawn_.assign(options_.learn_alpha ? documents.size() / draw_every_ + 1 : 0, {});
  DocumentLedger ledger;
  for (std::size_t first = 0; first < batch_.num_documents();) {
    const std::size_t last = end_of_block(first);
    ledger += infer_block(first, last);
    add_expected_counts(first, last);
    first = last;
  }
  for (const std::vector<std::uint32_t>& counts : drawn_) topic_counts_.add(counts);
  return ledger;
}

/// beta_kw = E[beta_kw] of the batch's words.
void CollapsedLocalStep::update_word_rows(const LazyTopics& topics) {
  word_rows_ = Rows(batch_.words().size(), num_topics_);
  const auto num_words = static_cast<std::ptrdiff_t>(batch_.words().size());
  const Eigen::ArrayXd inverse_sums = topics.row_sums().array().inverse();
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t u = 0; u < num_words; ++u) {
    const auto word = static_cast<std::size_t>(u);
    Eigen::Map<Eigen::ArrayXf>(word_rows_.row(word), topics.num_topics()) =
        (topics.lambda(batch_.words()[word]).array() * inverse_sums).cast<float>();
  }
}

/// The first document of the next block.
std::size_t CollapsedLocalStep::end_of_block(std::size_t first) const {
  const std::size_t pairs = std::max<std::size_t>(kPhiAtATime / kernels::row_size(num_topics_), 1);
  std::size_t last = first + 1;
  while (last < batch_.num_documents() && batch_.first_pair(last + 1) - batch_.first_pair(first) <= pairs)
    ++last;
  return last;
}

DocumentLedger CollapsedLocalStep::infer_block(std::size_t first, std::size_t last) {
  const std::size_t first_pair = batch_.first_pair(first);
  if (const std::size_t pairs = batch_.first_pair(last) - first_pair; phi_.num_rows() < pairs)
    phi_ = Rows(pairs, num_topics_);
  topics_used_.resize(last - first);
  const auto begin = static_cast<std::ptrdiff_t>(first), end = static_cast<std::ptrdiff_t>(last);
  std::uint64_t converged = 0, iterations = 0, word_iterations = 0;
#pragma omp parallel reduction(+ : converged, iterations, word_iterations)
  {
    Workspace workspace(longest_document_, num_topics_, options_);
#pragma omp for schedule(dynamic, 4)
    for (std::ptrdiff_t d = begin; d < end; ++d) {
      const auto document = static_cast<std::size_t>(d);
      float* phi = phi_.row(batch_.first_pair(document) - first_pair);
      const kernels::Outcome outcome = workspace.inference.infer(words_of(document, workspace), phi);
      keep_gamma(document, workspace.inference);
      const std::span<const std::uint32_t> topics = workspace.inference.topics();
      topics_used_[document - first].assign(topics.begin(), topics.end());
      if (options_.learn_alpha && document % draw_every_ == 0) draw_topics(document, phi, workspace);
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

void CollapsedLocalStep::keep_gamma(std::size_t document, const CollapsedInference& inferred) {
  float* gamma = gamma_.row(document);
  std::copy_n(alpha_.row(0), num_topics_, gamma);
  const std::span<const std::uint32_t> topics = inferred.topics();
  for (std::size_t i = 0; i < topics.size(); ++i) gamma[topics[i]] = inferred.gamma()[i];
}

void CollapsedLocalStep::draw_topics(std::size_t document, const float* phi, Workspace& workspace) {
  const math::CounterEngine random(options_.seed, math::Stream::assignments, batch_.documents()[document]);
  const std::span<const std::uint32_t> topics = workspace.inference.topics(),
                                       counts = workspace.sampler.draw(workspace.inference.document(), phi,
                                                                       kSweeps, random);
  std::vector<std::uint32_t>& drawn = drawn_[document / draw_every_];
  drawn.assign(num_topics_, 0);
  for (std::size_t i = 0; i < topics.size(); ++i) drawn[topics[i]] = counts[i];
}

/// Every word's sums are made by one thread, in the order of the documents.
void CollapsedLocalStep::add_expected_counts(std::size_t first, std::size_t last) {
  const std::size_t first_pair = batch_.first_pair(first);
  const auto num_words = static_cast<std::ptrdiff_t>(batch_.words().size());
#pragma omp parallel for schedule(dynamic, 64)
  for (std::ptrdiff_t u = 0; u < num_words; ++u) {
    std::span<const WordOccurrences::Occurrence>& left = occurrences_left_[static_cast<std::size_t>(u)];
    auto sums = expected_counts_.col(u);
    while (!left.empty() && left.front().document < last) {
      const auto [document, pair] = left.front();
      left = left.subspan(1);
      const std::vector<std::uint32_t>& topics = topics_used_[document - first];
      const std::size_t word = pair - batch_.first_pair(document);
      const double count = batch_.counts_of(document)[word];
      const float* phi =
          phi_.row(batch_.first_pair(document) - first_pair) + word * kernels::row_size(topics.size());
      for (std::size_t k = 0; k < topics.size(); ++k) sums[topics[k]] += count * phi[k];
    }
  }
}

/// An estimate; summed over all batches of a pass it is one of the whole corpus.
vi::Elbo CollapsedLocalStep::elbo(const LazyTopics& topics) {
  std::vector<std::size_t> looked_at;
  Eigen::MatrixXd gamma(topics.num_topics(), 0);
  for (std::size_t d = 0; d < batch_.num_documents(); ++d) {
    if (batch_.documents()[d] % elbo_of_one_in(source_->num_documents()) != 0) continue;
    looked_at.push_back(batch_.documents()[d]);
    gamma.conservativeResize(Eigen::NoChange, gamma.cols() + 1);
    gamma.rightCols(1) = Eigen::Map<const Eigen::VectorXf>(gamma_.row(d), topics.num_topics()).cast<double>();
  }
  mean_field_->set_gamma(looked_at, gamma);
  return tokens_to_those_looked_at_ * mean_field_->elbo(topics);
}

Eigen::MatrixXd CollapsedLocalStep::gamma() const {
  return gamma_.matrix(num_topics_);
}

void CollapsedLocalStep::set_gamma(vi::Batch documents, const Eigen::MatrixXd& gamma) {
  batch_ = DocumentBatch(*source_, documents);
  gamma_ = Rows(batch_.num_documents(), num_topics_);
  gamma_.set(gamma);
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
