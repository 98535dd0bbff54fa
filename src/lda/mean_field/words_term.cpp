#include "lda/mean_field/words_term.hpp"

#include <cmath>

#include "lda/kernels/kernels.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {
namespace {

// Below it the floor under the weights may show; the bound then takes the detour over logarithms.
constexpr float kSmallestTrustedNormalizer = 1e-20F;

}  // namespace

WordsTerm::WordsTerm(std::size_t longest_document, std::size_t num_topics)
    : weights_(1, num_topics), normalizers_(longest_document + 3) {}

double WordsTerm::of(const GatheredWords& words, const float* gamma, const WordRows& rows,
                     const LazyTopics& topics, TopicsUsed& used) {
  const float shift = find_normalizers(words, gamma, used);
  const vi::Dirichlet proportions{
      Eigen::Map<const Eigen::VectorXf>(gamma, topics.num_topics()).cast<double>()};
  const double log_scale_of_topics = -shift - math::digamma(proportions.sum());
  const kernels::Document& document = words.document();
  double num_tokens = 0, scales = 0, correction = 0;
  for (std::size_t i = 0; i < document.num_words; ++i) {
    const std::uint32_t word = words.words()[i];
    num_tokens += document.counts[i];
    scales += document.counts[i] * rows.log_scale(word);
    if (normalizers_[i] > kSmallestTrustedNormalizer) continue;
    const double log_normalizer =
        math::log_sum_exp(proportions.expected_statistics() + topics.expected_log(rows.words()[word]));
    correction += document.counts[i] *
                  (log_normalizer - std::log(normalizers_[i]) - rows.log_scale(word) - log_scale_of_topics);
  }
  return kernels::weighted_sum_of_logs(document.counts, normalizers_.data(), document.num_words) + scales +
         num_tokens * log_scale_of_topics + correction;
}

/// At gamma. Returns the shift of the topics' weights.
float WordsTerm::find_normalizers(const GatheredWords& words, const float* gamma, TopicsUsed& used) {
  const kernels::Document& document = words.document();
  if (words.resting() != nullptr &&
      used.gather_beside_resting(document, *words.resting(), gamma, DocumentPrior::kAnyTokens)) {
    used.copy_normalizers(normalizers_.data());
    return 0;
  }
  const float shift = kernels::topic_weights(gamma, document.num_topics, weights_.row(0));
  kernels::normalizers(document, weights_.row(0), normalizers_.data());
  return shift;
}

}  // namespace vilda::lda
