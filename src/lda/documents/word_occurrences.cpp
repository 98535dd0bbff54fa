#include "lda/documents/word_occurrences.hpp"

#include <omp.h>

#include <algorithm>
#include <numeric>

namespace vilda::lda {

/// Every thread places the pairs of some of the words: a range of each document's, since these rise.
void WordOccurrences::sort(const DocumentPairs& pairs, std::size_t num_words) {
  first_.assign(num_words + 1, 0);
  next_.assign(num_words, 0);
  occurrences_.resize(pairs.num_pairs());
#pragma omp parallel if (pairs.num_pairs() > kPairsWorthSharing)
  {
    const std::size_t threads = static_cast<std::size_t>(omp_get_num_threads()),
                      mine = static_cast<std::size_t>(omp_get_thread_num());
    const std::size_t begin = num_words * mine / threads, end = num_words * (mine + 1) / threads;
    const auto for_my_pairs = [&](auto&& act) {
      for (std::size_t d = 0; d < pairs.num_documents(); ++d) {
        const auto words = pairs.words_of(d);
        for (auto word = std::ranges::lower_bound(words, begin); word != words.end() && *word < end; ++word)
          act(*word, d, pairs.first_pair(d) + static_cast<std::size_t>(word - words.begin()));
      }
    };
    for_my_pairs([&](std::uint32_t word, std::size_t, std::size_t) { ++next_[word]; });
#pragma omp barrier
#pragma omp single
    std::inclusive_scan(next_.begin(), next_.end(), first_.begin() + 1);
    std::copy_n(first_.begin() + static_cast<std::ptrdiff_t>(begin), end - begin,
                next_.begin() + static_cast<std::ptrdiff_t>(begin));
    for_my_pairs([&](std::uint32_t word, std::size_t d, std::size_t pair) {
      occurrences_[next_[word]++] = {.document = static_cast<std::uint32_t>(d),
                                     .pair = static_cast<std::uint32_t>(pair)};
    });
  }
}

}  // namespace vilda::lda
