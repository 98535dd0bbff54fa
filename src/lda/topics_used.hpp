#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lda/kernels.hpp"
#include "lda/rows.hpp"

namespace vilda::lda {

/// A document of n words as the few topics that it uses see it, for one document after the other.
class TopicsUsed {
 public:
  TopicsUsed(std::size_t longest_document, std::size_t num_topics);

  /// Takes the topics whose gamma (a row) is `least` tokens above alpha. False where there are none, or more
  /// than `most`: nothing else may be called then.
  bool gather(const kernels::Document& document, const float* gamma, float least, std::size_t most);

  /// Iterates until gamma changes by less than `tolerance`, added up.
  kernels::Outcome iterate(int max_iterations, float tolerance);

  /// Leaves out topics of fewer tokens, unless all are.
  void drop_unused(float least);

  void copy_gamma(float* gamma) const;  ///< of these topics, to where they are among all

 private:
  void gather_words(const kernels::Document& document);
  void pad_rows();

  std::size_t num_topics_;                 // of all
  std::vector<std::uint32_t> topics_;      // those used, ascending
  Rows alpha_, gamma_, weights_, tokens_;  // one
  Rows sums_;                              // kRowMultiple numbers a topic
  std::size_t num_words_ = 0;
  Rows counts_;                     // one row, of words
  Rows words_;                      // a row a topic
  std::vector<const float*> rows_;  // of topics_
};

}  // namespace vilda::lda
