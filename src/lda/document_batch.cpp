#include "vilda/lda/document_batch.hpp"

#include <omp.h>

#include <algorithm>
#include <numeric>

namespace vilda::lda {
namespace {

constexpr std::size_t kPairsWorthSharing = 10'000;  // among threads

}  // namespace

DocumentBatch::DocumentBatch(const DocumentSource& source, vi::Batch documents)
    : documents_(documents.begin(), documents.end()) {
  first_pair_.reserve(documents_.size() + 1);
  for (const std::size_t document : documents_)
    first_pair_.push_back(first_pair_.back() + source.num_pairs_of(document));
  word_of_pair_.resize(first_pair_.back());
  counts_.resize(first_pair_.back());
  const auto num_documents = static_cast<std::ptrdiff_t>(documents_.size());
#pragma omp parallel for schedule(static) if (num_pairs() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < num_documents; ++i) {
    const auto d = static_cast<std::size_t>(i);
    source.copy(documents_[d], word_of_pair_.data() + first_pair_[d], counts_.data() + first_pair_[d]);
  }
  number_words(source.num_words());
}

std::size_t DocumentBatch::longest_document() const {
  std::size_t longest = 0;
  for (std::size_t d = 0; d < num_documents(); ++d) longest = std::max(longest, num_pairs_of(d));
  return longest;
}

/// Costs what the batch's pairs cost, whatever the vocabulary, but for the memory of one number a word. Every
/// thread numbers a range of the words.
void DocumentBatch::number_words(std::size_t num_words) {
  constexpr std::uint32_t kUnseen = 0xFFFFFFFF;
  thread_local std::vector<std::uint32_t> of_this_thread;  // all unseen between calls
  std::vector<std::uint32_t>& number = of_this_thread;     // for the threads that help
  if (number.size() < num_words) number.resize(num_words, kUnseen);
  const bool is_worth_sharing = word_of_pair_.size() > kPairsWorthSharing;
  std::vector<std::vector<Eigen::Index>> words(static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel if (is_worth_sharing)
  {
    const std::size_t threads = static_cast<std::size_t>(omp_get_num_threads()),
                      mine = static_cast<std::size_t>(omp_get_thread_num());
    const std::size_t begin = num_words * mine / threads, end = num_words * (mine + 1) / threads;
    std::vector<Eigen::Index>& my_words = words[mine];
    for (const std::uint32_t word : word_of_pair_) {
      if (word < begin || word >= end || number[word] != kUnseen) continue;
      number[word] = 0;
      my_words.push_back(static_cast<Eigen::Index>(word));
    }
    std::ranges::sort(my_words);
  }
  for (const auto& some : words) words_.insert(words_.end(), some.begin(), some.end());
  const auto num_distinct = static_cast<std::ptrdiff_t>(words_.size()),
             num_pairs = static_cast<std::ptrdiff_t>(word_of_pair_.size());
#pragma omp parallel if (is_worth_sharing)
  {
#pragma omp for
    for (std::ptrdiff_t i = 0; i < num_distinct; ++i)
      number[static_cast<std::size_t>(words_[static_cast<std::size_t>(i)])] = static_cast<std::uint32_t>(i);
#pragma omp for
    for (std::ptrdiff_t i = 0; i < num_pairs; ++i) {
      std::uint32_t& word = word_of_pair_[static_cast<std::size_t>(i)];
      word = number[word];
    }
#pragma omp for
    for (std::ptrdiff_t i = 0; i < num_distinct; ++i)
      number[static_cast<std::size_t>(words_[static_cast<std::size_t>(i)])] = kUnseen;
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
