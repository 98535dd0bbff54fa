#include "lda/collapsed/inferred_documents.hpp"

#include <omp.h>

#include <algorithm>

#include "lda/kernels/kernels.hpp"

namespace vilda::lda {
namespace {

/// Pairs that are looked at to divide the words.
constexpr std::size_t kPairsOfASample = 2048;

}  // namespace

void InferredDocuments::begin(const DocumentBatch& batch) {
  batch_ = &batch;
  divide_words();
  kept_.resize(static_cast<std::size_t>(omp_get_max_threads()));
  for (Kept& kept : kept_) {
    kept.topics.clear();
    kept.gamma.clear();
    kept.tokens.clear();
    for (CountsOfRange& counts : kept.of_ranges) counts.clear();
    kept.of_document.resize(kernels::row_size(num_topics_), 0);
  }
  places_.resize(batch.num_documents());
  first_waiting_ = 0;
  summed_up_.resize(0, 0);
}

/// The ranges' ends are quantiles of a sample of the pairs' words. One thread has all words in one range.
void InferredDocuments::divide_words() {
  range_ends_.fill(static_cast<std::uint32_t>(batch_->words().size()));
  if (omp_get_max_threads() == 1) return;
  const std::vector<std::uint32_t>& words = batch_->DocumentPairs::words();
  std::vector<std::uint32_t> sample;
  for (std::size_t pair = 0; pair < words.size(); pair += words.size() / kPairsOfASample + 1)
    sample.push_back(words[pair]);
  std::ranges::sort(sample);
  for (std::size_t range = 0; range + 1 < kRanges && !sample.empty(); ++range)
    range_ends_[range] = sample[sample.size() * (range + 1) / kRanges];
}

void InferredDocuments::keep(std::size_t document, const CollapsedInference& inferred) {
  const auto thread = static_cast<std::uint32_t>(omp_get_thread_num());
  Kept& kept = kept_[thread];
  places_[document] = {.thread = thread, .topic = kept.topics.size(), .num_topics = inferred.topics().size()};
  const std::span<const std::uint32_t> words = batch_->words_of(document);
  const std::size_t row = kernels::row_size(inferred.topics().size());
  std::size_t range = 0;  // words rise
  for (std::size_t w = 0; w < words.size(); ++w) {
    while (words[w] >= range_ends_[range]) ++range;
    CountsOfRange& counts = kept.of_ranges[range];
    counts.add(static_cast<std::uint32_t>(document), words[w], inferred.topics(), inferred.phi() + w * row,
               inferred.document().counts[w], kept.of_document.data());
  }
  const std::size_t num_topics = inferred.topics().size();
  kept.topics.insert(kept.topics.end(), inferred.topics().begin(), inferred.topics().end());
  kept.tokens.insert(kept.tokens.end(), kept.of_document.data(), kept.of_document.data() + num_topics);
  kept.gamma.insert(kept.gamma.end(), inferred.gamma(), inferred.gamma() + num_topics);
  std::fill_n(kept.of_document.data(), num_topics, 0);
}

void InferredDocuments::CountsOfRange::add(std::uint32_t document, std::uint32_t word,
                                           std::span<const std::uint32_t> topics, const float* phi,
                                           float count, double* tokens) {
  const std::size_t room = num_counts + kernels::row_size(topics.size()) + kernels::kRowMultiple;
  if (counts.size() < room) {
    of_topics.resize(room + room / 2);
    counts.resize(of_topics.size());
  }
  num_counts += kernels::keep_counts(phi, topics.data(), topics.size(), count, kNegligible,
                                     of_topics.data() + num_counts, counts.data() + num_counts, tokens);
  pairs.push_back({.document = document, .word = word, .end = static_cast<std::uint32_t>(num_counts)});
}

void InferredDocuments::CountsOfRange::clear() {
  pairs.clear();
  num_counts = 0;
}

void InferredDocuments::sum_up_if_many(std::size_t end) {
  std::size_t num_waiting = 0;
  for (const Kept& kept : kept_) {
    for (const CountsOfRange& counts : kept.of_ranges) num_waiting += counts.num_counts;
  }
  if (num_waiting <= most_waiting_) return;
  if (summed_up_.size() == 0) {
    summed_up_.setZero(static_cast<Eigen::Index>(num_topics_),
                       static_cast<Eigen::Index>(batch_->words().size()));
  }
  add_waiting(end, 1, [&](std::uint32_t word) { return summed_up_.col(word).data(); });
  first_waiting_ = end;
  for (Kept& kept : kept_) {
    for (CountsOfRange& counts : kept.of_ranges) counts.clear();
  }
}

/// Adds the counts of the documents that wait, up to `end`, to the K numbers at column(word). Every word's
/// sums are made by one thread, in the order of the documents.
template <class Column>
void InferredDocuments::add_waiting(std::size_t end, double factor, Column column) const {
#pragma omp parallel
  {
    struct Next {
      std::size_t pair, count;
    };
    std::vector<Next> next(kept_.size());
#pragma omp for schedule(dynamic, 1)
    for (std::size_t range = 0; range < kRanges; ++range) {
      std::ranges::fill(next, Next{});
      for (std::size_t d = first_waiting_; d < end; ++d) {
        const CountsOfRange& waiting = kept_[places_[d].thread].of_ranges[range];
        auto& [pair, i] = next[places_[d].thread];
        for (; pair < waiting.pairs.size() && waiting.pairs[pair].document == d; ++pair) {
          double* sums = column(waiting.pairs[pair].word);
          for (; i < waiting.pairs[pair].end; ++i) sums[waiting.of_topics[i]] += factor * waiting.counts[i];
        }
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

/// What sweeps take from gamma and add to it leaves no less than alpha, but for rounding: of counts of 1e9
/// that is more than alpha.
Eigen::VectorXd InferredDocuments::gamma(std::size_t document, const Eigen::VectorXd& alpha) const {
  const Place& place = places_[document];
  const Kept& kept = kept_[place.thread];
  Eigen::VectorXd gamma = alpha;
  for (std::size_t i = place.topic; i < place.topic + place.num_topics; ++i)
    gamma[kept.topics[i]] = std::max<double>(alpha[kept.topics[i]], kept.gamma[i]);
  return gamma;
}

}  // namespace vilda::lda
