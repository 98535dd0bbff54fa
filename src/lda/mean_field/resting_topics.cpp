#include "lda/mean_field/resting_topics.hpp"

#include <algorithm>

#include "lda/kernels/kernels.hpp"

namespace vilda::lda {

RestingTopics::RestingTopics(const DocumentPrior& prior, const Rows& rows, std::size_t num_words)
    : of_words_((num_words + 3) / 4 * 4) {
  constexpr std::size_t kWordsOfAPortion = 64;
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

void move_resting_gamma(const DocumentPrior& before, const DocumentPrior& now, Eigen::MatrixXf& gamma) {
#pragma omp parallel for schedule(static)
  for (Eigen::Index d = 0; d < gamma.cols(); ++d) {
    float* of_document = gamma.col(d).data();
    for (std::size_t k = 0; k < now.num_topics(); ++k)
      of_document[k] = of_document[k] == before.alpha()[k] ? now.alpha()[k] : of_document[k];
  }
}

}  // namespace vilda::lda
