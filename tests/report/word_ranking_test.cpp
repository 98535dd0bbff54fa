#include "vilda/report/word_ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vilda/error.hpp"

namespace vilda::report {
namespace {

const lda::Topics& two_topics() {
  static const lda::Topics topics = [] {
    Eigen::MatrixXd lambda(2, 4);
    lambda << 60, 30, 9, 1,  //
        5, 30, 1, 64;
    return lda::Topics(lambda);
  }();
  return topics;
}

std::vector<std::size_t> ids(const std::vector<RankedWord>& words) {
  std::vector<std::size_t> list;
  for (const RankedWord& word : words) list.push_back(word.word);
  return list;
}

TEST(WordRanking, WeightsAreSharesOfLambda) {
  const WordRanking ranking(two_topics());
  EXPECT_NEAR((ranking.topic_weights() - Eigen::Vector2d(0.5, 0.5)).norm(), 0, 1e-15);
  EXPECT_NEAR((ranking.word_weights() - Eigen::Vector4d(0.325, 0.3, 0.05, 0.325)).norm(), 0, 1e-15);
}

TEST(WordRanking, ByProbability) {
  const auto best = WordRanking(two_topics()).best(0, 4, Ranking::probability);
  EXPECT_EQ(ids(best), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_DOUBLE_EQ(best[0].probability, 0.6);
}

TEST(WordRanking, ByFrexWordsThatAreAlikeScoreAlike) {
  Eigen::MatrixXd lambda(2, 4);
  lambda << 20, 20, 20, 40,  //
      10, 10, 10, 70;
  const lda::Topics topics(lambda);
  const Eigen::VectorXd scores = WordRanking(topics).scores(0, Ranking::frex, 0.6);
  EXPECT_EQ(scores[0], scores[1]);
  EXPECT_EQ(scores[1], scores[2]);
}

TEST(WordRanking, ByLift) {
  const auto best = WordRanking(two_topics()).best(0, 2, Ranking::lift);
  EXPECT_EQ(ids(best), (std::vector<std::size_t>{0, 2}));
  EXPECT_DOUBLE_EQ(best[0].score, 0.6 / 0.325);
  EXPECT_DOUBLE_EQ(best[1].score, 0.09 / 0.05);
}

TEST(WordRanking, RelevanceGoesFromLiftToProbability) {
  const WordRanking ranking(two_topics());
  EXPECT_EQ(ids(ranking.best(1, 4, Ranking::relevance, 1)), ids(ranking.best(1, 4, Ranking::probability)));
  EXPECT_EQ(ids(ranking.best(1, 4, Ranking::relevance, 0)), ids(ranking.best(1, 4, Ranking::lift)));
  EXPECT_DOUBLE_EQ(ranking.best(0, 1, Ranking::relevance, 0.6)[0].score,
                   0.6 * std::log(0.6) + 0.4 * std::log(0.6 / 0.325));
}

TEST(WordRanking, FrexIsTheHarmonicMeanOfRanks) {
  const auto best = WordRanking(two_topics()).best(0, 4, Ranking::frex);
  // Word 0: exclusivity 60/65 and probability both rank first: 1. Word 2: exclusivity 9/10 ranks 3 of 4,
  // probability 2.
  EXPECT_EQ(ids(best), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_DOUBLE_EQ(best[0].score, 1);
  EXPECT_DOUBLE_EQ(best[2].score, 2 / (1 / 0.75 + 1 / 0.5));
}

TEST(WordRanking, OfEqualWordsTheLowerIdComesFirst) {
  const lda::Topics topics(Eigen::MatrixXd::Constant(1, 5, 2));
  const WordRanking ranking(topics);
  EXPECT_EQ(ids(ranking.best(0, 3, Ranking::probability)), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(WordRanking, GivesNoMoreWordsThanThereAre) {
  EXPECT_EQ(WordRanking(two_topics()).best(0, 100, Ranking::probability).size(), 4U);
}

TEST(RankingNamed, NamesTheAlternatives) {
  EXPECT_THROW(ranking_named("best"), InvalidOption);
}

}  // namespace
}  // namespace vilda::report
