#pragma once

#include <vector>

#include "support/golden.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/lda/training.hpp"
#include "vilda/vi/item_order.hpp"

/// The golden corpus of 20 documents (one empty, one of a single token, one of 503) and 30 words, with K = 3.
namespace vilda::lda::tiny {

inline constexpr Eigen::Index kTopics = 3;
inline constexpr std::size_t kWords = 30;

inline math::Counts counts() {
  return golden::counts("tiny.ldac", kWords);
}
inline Topics start() {
  return Topics(golden::matrix_from_csv("tiny_lambda0.csv"));
}
inline std::vector<std::size_t> all_documents() {
  return vi::in_order(20);
}

/// Runs every document's E-step to its fixed point.
inline DocumentOptions to_the_end() {
  return {.max_iterations = 100'000, .tolerance = 1e-12};
}

/// What the golden batch trace used: max |change of gamma| < 1e-10; here it is the mean.
inline DocumentOptions as_golden() {
  return {.max_iterations = 100'000, .tolerance = 1e-11};
}

}  // namespace vilda::lda::tiny
