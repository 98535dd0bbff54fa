#include "lda/mean_field/topics_used.hpp"

#include <algorithm>
#include <cmath>

namespace vilda::lda {

void find_topics_used(const float* gamma, const float* alpha, std::size_t num_topics, float least,
                      std::vector<std::uint32_t>& topics) {
  constexpr std::size_t kAtOnce = 32;  // of which most often none is used
  const auto is_used = [&](std::size_t k) { return std::abs(gamma[k] - alpha[k]) >= least; };
  topics.resize(num_topics);
  std::size_t num_used = 0;
  for (std::size_t first = 0; first < num_topics; first += kAtOnce) {
    const std::size_t last = std::min(first + kAtOnce, num_topics);
    unsigned any = 0;
    for (std::size_t k = first; k < last; ++k) any |= is_used(k) ? 1U : 0U;
    if (any == 0) continue;
    for (std::size_t k = first; k < last; ++k) {
      topics[num_used] = static_cast<std::uint32_t>(k);
      num_used += is_used(k) ? 1 : 0;
    }
  }
  topics.resize(num_used);
}

TopicsUsed::TopicsUsed(std::size_t longest_document, std::size_t num_topics)
    : num_topics_(num_topics),
      topics_(num_topics),
      alpha_(1, num_topics),
      gamma_(1, num_topics),
      tokens_(1, num_topics),
      resting_weights_(1, num_topics),
      weights_(2, num_topics),
      sums_(num_topics + 3, kernels::kRowMultiple),
      counts_(1, longest_document + 1),
      resting_(1, longest_document + 1),
      ratios_(1, longest_document + 1),
      words_(num_topics, longest_document + 1),
      rows_(num_topics) {}

bool TopicsUsed::gather(const kernels::Document& document, const float* gamma, float least,
                        std::size_t most) {
  find_topics_used(gamma, document.alpha, num_topics_, least, topics_);
  if (topics_.empty() || topics_.size() > most) return false;
  others_rest_ = false;
  std::fill_n(resting_weights_.row(0), topics_.size(), 0.0F);
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    gamma_.row(0)[i] = gamma[topics_[i]];
    alpha_.row(0)[i] = document.alpha[topics_[i]];
  }
  gather_words(document);
  return true;
}

void TopicsUsed::gather_words(const kernels::Document& document) {
  num_words_ = document.num_words;
  const std::size_t size = kernels::row_size(num_words_), num_topics = topics_.size();
  std::fill(std::copy_n(document.counts, num_words_, counts_.row(0)), counts_.row(0) + size, 0.0F);
  std::fill(std::fill_n(resting_.row(0), num_words_, 0.0F), resting_.row(0) + size, 1.0F);
  for (std::size_t w = 0; w < num_words_; w += 4) {  // behind the last are some rows, too
    const float* const* rows = document.rows + w;
    float* to = words_.row(0) + w;
    for (std::size_t i = 0; i < num_topics; ++i, to += size)
      for (std::size_t word = 0; word < 4; ++word) to[word] = rows[word][topics_[i]];
  }
  for (std::size_t i = 0; i < num_topics; ++i) {
    float* row = words_.row(0) + i * size;
    rows_[i] = row;
    std::fill(row + num_words_, row + size, 1.0F);
  }
}

bool TopicsUsed::gather_beside_resting(const kernels::Document& document, const RestingWeights& resting,
                                       const float* gamma, float least) {
  if (!gather(document, gamma, least, most_used_beside_resting(num_topics_))) return false;
  if (*std::max_element(gamma_.row(0), gamma_.row(0) + topics_.size()) < 1) return false;
  others_rest_ = true;
  std::copy_n(resting.of_words, num_words_, resting_.row(0));
  for (std::size_t i = 0; i < topics_.size(); ++i) resting_weights_.row(0)[i] = resting.weights[topics_[i]];
  return true;
}

kernels::DocumentByTopic TopicsUsed::document() const {
  return {.rows = rows_.data(),
          .counts = counts_.row(0),
          .resting = resting_.row(0),
          .num_words = num_words_,
          .alpha = alpha_.row(0),
          .num_topics = topics_.size(),
          .resting_weights = resting_weights_.row(0),
          .largest_elsewhere = others_rest_ ? 1.0F : 0.0F};
}

kernels::Outcome TopicsUsed::iterate(int max_iterations, float tolerance) {
  const std::size_t num_topics = topics_.size();
  pad_rows();
  return kernels::iterate_document(document(), max_iterations, tolerance / static_cast<float>(num_topics),
                                   gamma_.row(0), weights_.row(0), ratios_.row(0), tokens_.row(0),
                                   sums_.row(0));
}

void TopicsUsed::pad_rows() {
  for (Rows* rows : {&gamma_, &alpha_, &resting_weights_}) {
    float* row = rows->row(0);
    std::fill(row + topics_.size(), row + kernels::row_size(topics_.size()), 0.0F);
  }
}

void TopicsUsed::drop_unused(float least) {
  const auto is_used = [&](std::size_t i) { return gamma_.row(0)[i] - alpha_.row(0)[i] >= least; };
  std::size_t num_kept = 0;
  for (std::size_t i = 0; i < topics_.size(); ++i) num_kept += is_used(i) ? 1 : 0;
  if (num_kept == 0 || num_kept == topics_.size()) return;
  num_kept = 0;
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    if (!is_used(i)) continue;
    topics_[num_kept] = topics_[i];
    rows_[num_kept] = rows_[i];
    for (Rows* rows : {&gamma_, &alpha_, &resting_weights_}) rows->row(0)[num_kept] = rows->row(0)[i];
    ++num_kept;
  }
  topics_.resize(num_kept);
}

void TopicsUsed::copy_gamma(float* gamma) const {
  for (std::size_t i = 0; i < topics_.size(); ++i) gamma[topics_[i]] = gamma_.row(0)[i];
}

void TopicsUsed::copy_normalizers(float* normalizers) {
  pad_rows();
  kernels::normalizers(document(), gamma_.row(0), weights_.row(0), ratios_.row(0));
  std::copy_n(ratios_.row(0), num_words_, normalizers);
}

const float* TopicsUsed::weights_above_resting() const {
  return weights_.row(0) + kernels::row_size(topics_.size());
}

float TopicsUsed::tokens_of_others() const {
  double of_all = 0, of_these = 0;
  for (std::size_t w = 0; w < num_words_; ++w) of_all += ratios_.row(0)[w] * resting_.row(0)[w];
  for (std::size_t i = 0; i < topics_.size(); ++i) of_these += resting_weights_.row(0)[i] * tokens_.row(0)[i];
  return static_cast<float>(of_all - of_these);
}

}  // namespace vilda::lda
