#include "lda/topics_used.hpp"

#include <algorithm>

namespace vilda::lda {

TopicsUsed::TopicsUsed(std::size_t longest_document, std::size_t num_topics)
    : num_topics_(num_topics),
      alpha_(1, num_topics),
      gamma_(1, num_topics),
      weights_(1, num_topics),
      tokens_(1, num_topics),
      sums_(num_topics + 3, kernels::kRowMultiple),
      counts_(1, longest_document + 1),
      words_(num_topics, longest_document + 1),
      rows_(num_topics) {}

bool TopicsUsed::gather(const kernels::Document& document, const float* gamma, float least,
                        std::size_t most) {
  topics_.clear();
  for (std::size_t k = 0; k < num_topics_; ++k) {
    if (gamma[k] - document.alpha[k] >= least) topics_.push_back(static_cast<std::uint32_t>(k));
  }
  if (topics_.empty() || topics_.size() > most) return false;
  gather_words(document);
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    gamma_.row(0)[i] = gamma[topics_[i]];
    alpha_.row(0)[i] = document.alpha[topics_[i]];
  }
  return true;
}

void TopicsUsed::gather_words(const kernels::Document& document) {
  num_words_ = document.num_words;
  const std::size_t size = kernels::row_size(num_words_), num_topics = topics_.size();
  std::fill(std::copy_n(document.counts, num_words_, counts_.row(0)), counts_.row(0) + size, 0.0F);
  for (std::size_t i = 0; i < num_topics; ++i) {
    float* row = words_.row(0) + i * size;
    rows_[i] = row;
    std::fill(row + num_words_, row + size, 1.0F);
  }
  for (std::size_t w = 0; w < num_words_; ++w) {
    float* to = words_.row(0) + w;
    for (std::size_t i = 0; i < num_topics; ++i) to[i * size] = document.rows[w][topics_[i]];
  }
}

kernels::Outcome TopicsUsed::iterate(int max_iterations, float tolerance) {
  const std::size_t num_topics = topics_.size();
  pad_rows();
  const kernels::DocumentByTopic document{.rows = rows_.data(),
                                          .counts = counts_.row(0),
                                          .num_words = num_words_,
                                          .alpha = alpha_.row(0),
                                          .num_topics = num_topics};
  return kernels::iterate_document(document, max_iterations, tolerance / static_cast<float>(num_topics),
                                   gamma_.row(0), weights_.row(0), tokens_.row(0), sums_.row(0));
}

void TopicsUsed::pad_rows() {
  for (Rows* rows : {&gamma_, &alpha_}) {
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
    for (Rows* rows : {&gamma_, &alpha_}) rows->row(0)[num_kept] = rows->row(0)[i];
    ++num_kept;
  }
  topics_.resize(num_kept);
}

void TopicsUsed::copy_gamma(float* gamma) const {
  for (std::size_t i = 0; i < topics_.size(); ++i) gamma[topics_[i]] = gamma_.row(0)[i];
}

}  // namespace vilda::lda
