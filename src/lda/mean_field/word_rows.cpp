#include "lda/mean_field/word_rows.hpp"

#include "lda/kernels/kernels.hpp"

namespace vilda::lda {
namespace {

// Beside other topics, one whose factor were larger has no tokens and hardly a word.
constexpr double kLargestFactor = 1e30;

}  // namespace

void WordRows::hold(std::span<const Eigen::Index> words, std::size_t num_topics) {
  words_ = words;
  rows_.resize(words.size(), num_topics);
  log_scales_.resize(words.size());
  are_current_ = false;
}

bool WordRows::update(const LazyTopics& topics) {
  if (are_current_) return false;
  const auto num_topics = static_cast<std::size_t>(topics.num_topics());
  // exp(-digamma of the topic's sum), times what brings it near 1
  const double largest = topics.digamma_of_row_sums().maxCoeff();
  Rows factors(1, num_topics);
  Eigen::Map<Eigen::ArrayXf>(factors.row(0), topics.num_topics()) =
      (largest - topics.digamma_of_row_sums().array()).exp().min(kLargestFactor).cast<float>();
  const auto num_words = static_cast<std::ptrdiff_t>(words_.size());
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t u = 0; u < num_words; ++u) {
    const auto word = static_cast<std::size_t>(u);
    const Eigen::VectorXd lambda = topics.lambda(words_[word]);
    log_scales_[word] =
        kernels::word_weights(lambda.data(), factors.row(0), num_topics, rows_.row(word)) - largest;
  }
  are_current_ = true;
  return true;
}

}  // namespace vilda::lda
