#include "vilda/report/slider_words.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace vilda::report {
namespace {

/// Frequent and rare words, words of one topic, and words with the very same numbers.
lda::Topics awkward_topics() {
  Eigen::MatrixXd lambda(4, 600);
  for (Eigen::Index w = 0; w < 600; ++w) {
    for (Eigen::Index k = 0; k < 4; ++k) {
      const double wave = std::sin(1 + 12.9 * static_cast<double>(k) + 78.2 * static_cast<double>(w));
      lambda(k, w) = w % 3 == 0 ? 0.05 + (w % 4 == k ? static_cast<double>(w % 7) : 0)
                                : 0.05 + 200 * std::pow(wave, 8) / (1.0 + static_cast<double>(w));
    }
  }
  return lda::Topics(lambda);
}

TEST(SliderWords, HoldWhatEveryPlaceOfTheSliderShows) {
  const lda::Topics topics = awkward_topics();
  const WordRanking ranking(topics);
  for (Eigen::Index k = 0; k < 4; ++k) {
    std::set<std::size_t> held;
    for (const SliderWord& word : slider_words(ranking, k, 30)) held.insert(word.word);
    for (int step = 0; step <= 100; ++step) {
      for (const RankedWord& best : ranking.best(k, 30, Ranking::relevance, step / 100.0))
        EXPECT_TRUE(held.contains(best.word)) << "topic " << k << ", lambda " << step / 100.0;
    }
    for (const RankedWord& best : ranking.best(k, 30, Ranking::frex)) EXPECT_TRUE(held.contains(best.word));
    EXPECT_LT(held.size(), 400U);
  }
}

TEST(SliderWords, OfTheSameLiftTheLowestIdIsShownAlsoWhereItIsLessProbable) {
  const lda::Topics topics((Eigen::MatrixXd(2, 3) << 1, 2, 1, 1, 2, 61).finished());
  const WordRanking ranking(topics);
  ASSERT_EQ(ranking.best(0, 1, Ranking::relevance, 0)[0].word, 0U);
  EXPECT_EQ(slider_words(ranking, 0, 1)[0].word, 0U);
}

TEST(SliderWords, OfAVocabularySmallerThanTheChartAreAll) {
  const lda::Topics topics(Eigen::MatrixXd::Constant(2, 5, 1));
  EXPECT_EQ(slider_words(WordRanking(topics), 0, 30).size(), 5U);
}

TEST(SliderWords, CarryTheirProbabilityAndFrex) {
  const lda::Topics topics = awkward_topics();
  const WordRanking ranking(topics);
  const Eigen::VectorXd frex = ranking.scores(1, Ranking::frex);
  for (const SliderWord& word : slider_words(ranking, 1, 10)) {
    EXPECT_EQ(word.probability, ranking.probability(1, static_cast<Eigen::Index>(word.word)));
    EXPECT_EQ(word.frex, frex[static_cast<Eigen::Index>(word.word)]);
  }
}

}  // namespace
}  // namespace vilda::report
