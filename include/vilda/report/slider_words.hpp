#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "vilda/report/word_ranking.hpp"

namespace vilda::report {

/// A word that a topic's chart can show.
struct SliderWord {
  std::size_t word = 0;    ///< its id
  double probability = 0;  ///< p(w | k)
  double frex = 0;
};

/// The relevance lambdas that the slider can stand at: 0, 1/100, ..., 1.
inline constexpr int kSliderSteps = 100;

/// The words that are among a topic's best `count` by relevance for some place of the slider, or by FREX; by
/// rising id. What is left out is never shown, so that ranking these gives what ranking all words gives.
///
/// Relevance is linear in lambda between log lift and log p, so only words that fewer than `count` others
/// beat in both need to be looked at. Of those, every place of the slider takes its best.
std::vector<SliderWord> slider_words(const WordRanking& words, Eigen::Index topic, std::size_t count);

}  // namespace vilda::report
