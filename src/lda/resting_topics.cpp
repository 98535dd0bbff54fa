#include "lda/resting_topics.hpp"

#include <algorithm>

#include "lda/kernels.hpp"

namespace vilda::lda {

void RestingTopics::set(const DocumentPrior& prior, const Rows& rows, std::size_t num_words) {
  constexpr std::size_t kWordsOfAPortion = 64;
  of_words_.resize((num_words + 3) / 4 * 4);
#pragma omp parallel for schedule(static)
  for (std::size_t first = 0; first < num_words; first += kWordsOfAPortion) {
    const std::size_t num_some = std::min(kWordsOfAPortion, num_words - first);
    const float* some[kWordsOfAPortion];
    for (std::size_t i = 0; i < kWordsOfAPortion; ++i) some[i] = rows.row(first + std::min(i, num_some - 1));
    const kernels::Document words{.rows = some,
                                  .counts = nullptr,
                                  .num_words = num_some,
                                  .alpha = nullptr,
                                  .num_topics = prior.num_topics()};
    kernels::normalizers(words, prior.resting_weights(), of_words_.data() + first);
  }
}

}  // namespace vilda::lda
