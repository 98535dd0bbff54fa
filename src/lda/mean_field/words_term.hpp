#pragma once

#include <cstddef>
#include <vector>

#include "lda/kernels/rows.hpp"
#include "lda/mean_field/gathered_words.hpp"
#include "lda/mean_field/topics_used.hpp"
#include "lda/mean_field/word_rows.hpp"
#include "vilda/lda/lazy_topics.hpp"

namespace vilda::lda {

/// What the words of a document add to the bound at its gamma, phi being the best,
///
///   sum_w n_dw log sum_k exp(E[log theta_dk] + E[log beta_kw]),
///
/// of one document after the other, on one thread.
class WordsTerm {
 public:
  WordsTerm(std::size_t longest_document, std::size_t num_topics);

  /// gamma: a row. rows: those that the words were gathered from, at these topics. used: is overwritten.
  double of(const GatheredWords& words, const float* gamma, const WordRows& rows, const LazyTopics& topics,
            TopicsUsed& used);

 private:
  float find_normalizers(const GatheredWords& words, const float* gamma, TopicsUsed& used);

  Rows weights_;                    // one: of the topics
  std::vector<float> normalizers_;  // of the words
};

}  // namespace vilda::lda
