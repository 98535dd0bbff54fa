#include "lda/inferred_documents.hpp"

#include <omp.h>

#include <span>
#include <utility>

#include "lda/kernels.hpp"

namespace vilda::lda {
void InferredDocuments::begin(const DocumentBatch& batch) {
  batch_ = &batch;
  kept_.resize(static_cast<std::size_t>(omp_get_max_threads()));
  for (Kept& kept : kept_) {
    kept.topics.clear();
    kept.gamma.clear();
    kept.tokens.clear();
    kept.of_topics.clear();
    kept.counts.clear();
    kept.topic_tokens.resize(num_topics_, 0);
  }
  places_.resize(batch.num_documents());
  ends_.resize(batch.num_pairs());
  first_waiting_ = 0;
  summed_up_.resize(0, 0);
}

void InferredDocuments::keep(std::size_t document, const CollapsedInference& inferred) {
  const auto thread = static_cast<std::uint32_t>(omp_get_thread_num());
  Kept& kept = kept_[thread];
  const std::size_t first = kept.counts.size();
  places_[document] = {
      .thread = thread, .topic = kept.topics.size(), .num_topics = inferred.topics().size(), .count = first};
  const kernels::CollapsedDocument& words = inferred.document();
  const std::size_t row = kernels::row_size(words.num_topics);
  std::uint32_t* ends = ends_.data() + batch_->first_pair(document);
  std::uint32_t end = 0;
  for (std::size_t w = 0; w < words.num_words; ++w) {
    kept.of_topics.resize(first + end + row + kernels::kRowMultiple);
    kept.counts.resize(kept.of_topics.size());
    end += static_cast<std::uint32_t>(kernels::keep_counts(
        inferred.phi() + w * row, inferred.topics().data(), words.num_topics, words.counts[w], kNegligible,
        kept.of_topics.data() + first + end, kept.counts.data() + first + end));
    ends[w] = end;
  }
  kept.of_topics.resize(first + end);
  kept.counts.resize(first + end);
  for (std::size_t i = first; i < first + end; ++i) kept.topic_tokens[kept.of_topics[i]] += kept.counts[i];
  for (const std::uint32_t topic : inferred.topics()) {
    kept.topics.push_back(topic);
    kept.tokens.push_back(std::exchange(kept.topic_tokens[topic], 0));
  }
  kept.gamma.insert(kept.gamma.end(), inferred.gamma(), inferred.gamma() + inferred.topics().size());
}

void InferredDocuments::sum_up_if_many(std::size_t end) {
  std::size_t num_waiting = 0;
  for (const Kept& kept : kept_) num_waiting += kept.counts.size();
  if (num_waiting <= most_waiting_) return;
  if (summed_up_.size() == 0) {
    summed_up_.setZero(static_cast<Eigen::Index>(num_topics_),
                       static_cast<Eigen::Index>(batch_->words().size()));
  }
  add_waiting(end, 1, [&](std::uint32_t word) { return summed_up_.col(word).data(); });
  first_waiting_ = end;
  for (Kept& kept : kept_) {
    kept.of_topics.clear();
    kept.counts.clear();
  }
}

/// Adds the counts of the documents that wait, up to `end`, to the K numbers at column(word). Every word's
/// sums are made by one thread, in the order of the documents; threads share the words in portions.
template <class Column>
void InferredDocuments::add_waiting(std::size_t end, double factor, Column column) const {
  constexpr std::uint32_t kWordsOfAPortion = 64;
#pragma omp parallel
  {
    const auto threads = static_cast<std::uint32_t>(omp_get_num_threads()),
               mine = static_cast<std::uint32_t>(omp_get_thread_num());
    for (std::size_t d = first_waiting_; d < end; ++d) {
      const Place& place = places_[d];
      const std::uint32_t* of_topics = kept_[place.thread].of_topics.data() + place.count;
      const float* counts = kept_[place.thread].counts.data() + place.count;
      const std::uint32_t* ends = ends_.data() + batch_->first_pair(d);
      const std::span<const std::uint32_t> words = batch_->words_of(d);
      for (std::size_t w = 0; w < words.size(); ++w) {
        if (words[w] / kWordsOfAPortion % threads != mine) continue;
        double* sums = column(words[w]);
        for (std::uint32_t i = w == 0 ? 0 : ends[w - 1]; i < ends[w]; ++i)
          sums[of_topics[i]] += factor * counts[i];
      }
    }
  }
}

Eigen::VectorXd InferredDocuments::add_expected_counts(double factor, Eigen::MatrixXd& sums) const {
  const std::vector<Eigen::Index>& words = batch_->words();
  if (summed_up_.size() != 0) {
    const auto num_words = static_cast<std::ptrdiff_t>(words.size());
#pragma omp parallel for schedule(static)
    for (std::ptrdiff_t u = 0; u < num_words; ++u)
      sums.col(words[static_cast<std::size_t>(u)]) += factor * summed_up_.col(u);
  }
  add_waiting(places_.size(), factor, [&](std::uint32_t word) { return sums.col(words[word]).data(); });
  Eigen::VectorXd totals = Eigen::VectorXd::Zero(sums.rows());
  for (const Place& place : places_) {
    const Kept& kept = kept_[place.thread];
    for (std::size_t i = place.topic; i < place.topic + place.num_topics; ++i)
      totals[kept.topics[i]] += kept.tokens[i];
  }
  return totals;
}

Eigen::VectorXd InferredDocuments::gamma(std::size_t document, const Eigen::VectorXd& alpha) const {
  const Place& place = places_[document];
  const Kept& kept = kept_[place.thread];
  Eigen::VectorXd gamma = alpha;
  for (std::size_t i = place.topic; i < place.topic + place.num_topics; ++i)
    gamma[kept.topics[i]] = kept.gamma[i];
  return gamma;
}

}  // namespace vilda::lda
