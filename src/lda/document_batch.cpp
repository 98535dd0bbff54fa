#include "vilda/lda/document_batch.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <numeric>

#include "lda/first_failure.hpp"

namespace vilda::lda {
namespace {

constexpr std::size_t kPairsWorthSharing = 4'000;  // among threads

}  // namespace

DocumentBatch::DocumentBatch(const DocumentSource& source, vi::Batch documents)
    : documents_(documents.begin(), documents.end()) {
  first_pair_.reserve(documents_.size() + 1);
  for (const std::size_t document : documents_)
    first_pair_.push_back(first_pair_.back() + source.num_pairs_of(document));
  word_of_pair_.resize(first_pair_.back());
  counts_.resize(first_pair_.back());
  const auto num_documents = static_cast<std::ptrdiff_t>(documents_.size());
  FirstFailure failure;
#pragma omp parallel for schedule(static) if (num_pairs() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
    const auto d = static_cast<std::size_t>(i);
    failure.keep_of([&] {
      source.copy(documents_[d], word_of_pair_.data() + first_pair_[d], counts_.data() + first_pair_[d]);
    });
  }
  failure.rethrow();
  number_words(source.num_words());
}

std::size_t DocumentBatch::longest_document() const {
  std::size_t longest = 0;
  for (std::size_t d = 0; d < num_documents(); ++d) longest = std::max(longest, num_pairs_of(d));
  return longest;
}

/// A word's number in the batch is how many words of the batch are before it: a bit a word, and the number of
/// bits before each 64.
void DocumentBatch::number_words(std::size_t num_words) {
  constexpr std::size_t kBits = 64;
  std::vector<std::uint64_t> seen(num_words / kBits + 1, 0);
  std::vector<std::uint32_t> before(seen.size());
  const auto num_pairs = static_cast<std::ptrdiff_t>(word_of_pair_.size());
#pragma omp parallel for schedule(static) if (word_of_pair_.size() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < num_pairs; ++i) {
    const std::uint32_t word = word_of_pair_[static_cast<std::size_t>(i)];
    const std::uint64_t bit = std::uint64_t{1} << word % kBits;
    const std::atomic_ref<std::uint64_t> bits(seen[word / kBits]);
    if ((bits.load(std::memory_order_relaxed) & bit) == 0) bits.fetch_or(bit, std::memory_order_relaxed);
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    before[i] = static_cast<std::uint32_t>(words_.size());
    for (std::uint64_t left = seen[i]; left != 0; left &= left - 1)
      words_.push_back(static_cast<Eigen::Index>(i * kBits) + std::countr_zero(left));
  }
#pragma omp parallel for schedule(static) if (word_of_pair_.size() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < num_pairs; ++i) {
    std::uint32_t& word = word_of_pair_[static_cast<std::size_t>(i)];
    const std::uint64_t smaller = seen[word / kBits] & ((std::uint64_t{1} << word % kBits) - 1);
    word = before[word / kBits] + static_cast<std::uint32_t>(std::popcount(smaller));
  }
}

/// Every thread places the pairs of some of the words.
WordOccurrences::WordOccurrences(const DocumentBatch& batch)
    : first_(batch.words().size() + 1, 0), occurrences_(batch.num_pairs()) {
  std::vector<std::size_t> next(batch.words().size());
#pragma omp parallel if (batch.num_pairs() > kPairsWorthSharing)
  {
    const std::size_t threads = static_cast<std::size_t>(omp_get_num_threads()),
                      mine = static_cast<std::size_t>(omp_get_thread_num());
    const std::size_t begin = next.size() * mine / threads, end = next.size() * (mine + 1) / threads;
    const auto for_my_pairs = [&](auto&& act) {
      for (std::size_t d = 0; d < batch.num_documents(); ++d) {
        std::size_t pair = batch.first_pair(d);
        for (const std::uint32_t word : batch.words_of(d)) {
          if (word >= begin && word < end) act(word, d, pair);
          ++pair;
        }
      }
    };
    for_my_pairs([&](std::uint32_t word, std::size_t, std::size_t) { ++next[word]; });
#pragma omp barrier
#pragma omp single
    std::inclusive_scan(next.begin(), next.end(), first_.begin() + 1);
    std::copy_n(first_.begin() + static_cast<std::ptrdiff_t>(begin), end - begin,
                next.begin() + static_cast<std::ptrdiff_t>(begin));
    for_my_pairs([&](std::uint32_t word, std::size_t d, std::size_t pair) {
      occurrences_[next[word]++] = {.document = static_cast<std::uint32_t>(d),
                                    .pair = static_cast<std::uint32_t>(pair)};
    });
  }
}

}  // namespace vilda::lda
