#include "vilda/lda/learned_priors.hpp"

#include <gtest/gtest.h>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include "lda/collapsed/assignment_sampler.hpp"
#include "lda/kernels/rows.hpp"
#include "lda/mean_field/expected_logs.hpp"
#include "support/golden.hpp"
#include "support/near.hpp"
#include "vilda/math/random.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

class HyperOpt : public testing::TestWithParam<const char*> {
 protected:
  golden::Json expected = golden::json("hyper_opt.json")[GetParam()];
};

TEST_P(HyperOpt, AlphaIsTheGoldenOptimumFromAnyStart) {
  const golden::Json& sums =
      expected.contains("suff_stats") ? expected["suff_stats"] : expected["suff_stats_Elogtheta"];
  const Eigen::VectorXd mean = golden::vector(sums) / expected["D"].get<double>();
  const Eigen::VectorXd alpha = golden::vector(expected["alpha_asymmetric"]);
  for (const double start : {0.001, 0.1, 10.0}) {
    const Eigen::VectorXd found = most_likely_alpha(mean, Eigen::VectorXd::Constant(mean.size(), start));
    for (Eigen::Index k = 0; k < alpha.size(); ++k)
      EXPECT_LE(relative_error(found[k], alpha[k]), 1e-9) << "from " << start << ", topic " << k;
  }
}

TEST_P(HyperOpt, SymmetricAlphaAndEtaAreTheGoldenOnes) {
  const golden::Json& sums =
      expected.contains("suff_stats") ? expected["suff_stats"] : expected["suff_stats_Elogtheta"];
  const Eigen::VectorXd mean = golden::vector(sums) / expected["D"].get<double>();
  const auto size = static_cast<double>(mean.size());
  EXPECT_LE(relative_error(most_likely_symmetric(mean.mean(), size, 1),
                           golden::number(expected["alpha_symmetric"])),
            1e-9);
  if (!expected.contains("eta_suff")) return;
  const double mean_of_topics = expected["eta_suff"].get<double>() / (3. * 30.);
  EXPECT_LE(relative_error(most_likely_symmetric(mean_of_topics, 30, 0.1),
                           golden::number(expected["eta_symmetric"])),
            1e-9);
}

INSTANTIATE_TEST_SUITE_P(Golden, HyperOpt,
                         testing::Values("tiny_sym_cold", "tiny_half_cold", "tiny_asym_warm",
                                         "synthetic_small", "synthetic_big"),
                         [](const auto& test) { return std::string(test.param); });

TEST(LearnedAlpha, OfOneTopicStaysWhatItWas) {
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(1, 0.3), nothing = Eigen::VectorXd::Zero(1);
  EXPECT_EQ(most_likely_alpha(nothing, start), start);
}

TEST(LearnedAlpha, StaysFiniteWhereTheOptimumIsNot) {
  const golden::Json expected = golden::json("hyper_opt.json")["single_doc"];
  const Eigen::VectorXd alpha =
      most_likely_alpha(golden::vector(expected["suff_stats"]), Eigen::Vector2d(0.1, 0.1));
  EXPECT_TRUE(alpha.allFinite());
  EXPECT_LE(alpha.maxCoeff(), kLargestLearned);
  TopicCountHistograms one_topic_unused(2);
  const std::vector<std::uint32_t> counts{7, 0};
  one_topic_unused.add(counts);
  EXPECT_GE(one_topic_unused.most_likely_alpha(Eigen::Vector2d(0.1, 0.1)).minCoeff(), kSmallestLearned);
}

TEST(TopicCountHistograms, EndWhereTheGradientOfTheLikelihoodIsZero) {
  const std::vector<std::vector<std::uint32_t>> documents{{5, 1, 0}, {0, 7, 2}, {3, 3, 3},
                                                          {9, 0, 1}, {0, 0, 0}, {1, 4, 1}};
  TopicCountHistograms histograms(3);
  for (const auto& counts : documents) histograms.add(counts);
  const Eigen::VectorXd alpha = histograms.most_likely_alpha(Eigen::Vector3d(0.1, 0.1, 0.1));
  const auto log_likelihood = [&](const Eigen::VectorXd& at) {
    double sum = 0;
    for (const auto& counts : documents) {
      double length = 0;
      for (Eigen::Index k = 0; k < 3; ++k) {
        const double n = counts[static_cast<std::size_t>(k)];
        sum += math::lgamma(at[k] + n) - math::lgamma(at[k]);
        length += n;
      }
      sum += math::lgamma(at.sum()) - math::lgamma(at.sum() + length);
    }
    return sum;
  };
  for (Eigen::Index k = 0; k < 3; ++k) {
    Eigen::VectorXd above = alpha, below = alpha;
    above[k] *= 1.05;
    below[k] *= 0.95;
    EXPECT_GT(log_likelihood(alpha), log_likelihood(above)) << "topic " << k;
    EXPECT_GT(log_likelihood(alpha), log_likelihood(below)) << "topic " << k;
  }
}

TEST(AssignmentSampler, DrawsFromThePosterior) {
  // Two tokens of one word and two topics: p(z) proportional to the Polya urn's times beta.
  Rows words(1, 2), alpha(1, 2), phi(1, 2);
  words.row(0)[0] = 0.2F, words.row(0)[1] = 0.6F;
  alpha.row(0)[0] = 0.5F, alpha.row(0)[1] = 0.1F;
  phi.row(0)[0] = phi.row(0)[1] = 0.5F;
  const float counts[4] = {2, 0, 0, 0};
  const float* const rows[1] = {words.row(0)};
  const kernels::CollapsedDocument document{
      .rows = rows, .counts = counts, .num_words = 1, .alpha = alpha.data(), .num_topics = 2};
  const double both_first = 0.2 * 0.2 * 0.5 * 1.5, both_second = 0.6 * 0.6 * 0.1 * 1.1,
               mixed = 2 * 0.2 * 0.6 * 0.5 * 0.1;
  AssignmentSampler sampler(2);
  int drawn[3] = {0, 0, 0};
  constexpr int kDraws = 20'000;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const auto topic_counts = sampler.draw(document, phi.data(), 8, {1, math::Stream::assignments, i});
    ASSERT_EQ(topic_counts[0] + topic_counts[1], 2);
    ++drawn[static_cast<int>(topic_counts[0])];
  }
  const double all = both_first + both_second + mixed;
  EXPECT_NEAR(drawn[2] / double{kDraws}, both_first / all, 0.015);
  EXPECT_NEAR(drawn[0] / double{kDraws}, both_second / all, 0.015);
}

TEST(AssignmentSampler, DrawsSomeTokensOfAVeryLongDocument) {
  // Each word has a topic of its own, so the topics' counts are those of the words that are drawn.
  constexpr float kMost = 2147483647.F;
  for (const std::array<float, 3>& n :
       {std::array{kMost, kMost, 0.F}, {kMost, kMost / 2, 1.F}, {4.F, 3.F, 1.F}}) {
    Rows words(3, 3), alpha(1, 3), phi(3, 3);
    const float* rows[3];
    for (std::size_t w = 0; w < 3; ++w) {
      words.row(w)[w] = phi.row(w)[w] = alpha.row(0)[w] = 1;
      rows[w] = words.row(w);
    }
    const float counts[4] = {n[0], n[1], n[2], 0};
    const kernels::CollapsedDocument document{
        .rows = rows, .counts = counts, .num_words = 3, .alpha = alpha.data(), .num_topics = 3};
    AssignmentSampler sampler(3);
    const double all = double{n[0]} + double{n[1]} + double{n[2]};
    const double most = std::min(all, double{AssignmentSampler::kMostTokens});
    for (const int sweeps : {0, 2}) {  // from phi alone, and from the posterior
      const auto drawn = sampler.draw(document, phi.data(), sweeps, {1, math::Stream::assignments, 1});
      EXPECT_EQ(drawn[0] + drawn[1] + drawn[2], most) << sweeps;
      for (std::size_t w = 0; w < 3; ++w) EXPECT_NEAR(drawn[w], most * double{n[w]} / all, 1) << w;
    }
  }
}

TEST(LearnedAlpha, OfNoDocumentsStaysWhatItWas) {
  const Eigen::VectorXd alpha = Eigen::Vector2d(0.3, 0.7);
  EXPECT_EQ(ExpectedLogs(2).take_most_likely_alpha(alpha), alpha);
}

TEST(LearnedEta, IsThatOfTopicsDrawnWithIt) {
  Eigen::MatrixXd lambda(5, 400);
  for (Eigen::Index k = 0; k < 5; ++k) {  // 2,000 words of each topic, by the Polya urn
    math::CounterEngine random(1, math::Stream::initialization, static_cast<std::uint64_t>(k));
    Eigen::VectorXd weights(400);
    for (Eigen::Index w = 0; w < 400; ++w)
      weights[w] = boost::random::gamma_distribution<double>(0.2, 1)(random);
    lambda.row(k) = (2000 * weights / weights.sum()).array().round().transpose() + 0.1;
  }
  EXPECT_NEAR(eta_of_counts(LazyTopics(Topics(lambda)), 0.1), 0.2, 0.03);
}

TEST(LearnedEta, EndsWhereTheLikelihoodOfTheRoundedCountsIsLargest) {
  Eigen::MatrixXd counts(2, 5);  // one of them beyond the histogram, some to be rounded
  counts << 0, 2.4, 1.6, 5000, 0.2, 7, 0, 0.6, 3, 1;
  constexpr double kEtaSoFar = 0.3;
  const double eta = eta_of_counts(LazyTopics(Topics(counts.array() + kEtaSoFar)), kEtaSoFar);
  const auto log_likelihood = [&](double at) {
    double sum = 0;
    for (Eigen::Index k = 0; k < counts.rows(); ++k) {
      sum += math::lgamma(5 * at) - math::lgamma(5 * at + counts.row(k).sum());
      for (const double count : counts.row(k)) sum += math::lgamma(at + std::round(count)) - math::lgamma(at);
    }
    return sum;
  };
  EXPECT_GT(log_likelihood(eta), log_likelihood(1.001 * eta));
  EXPECT_GT(log_likelihood(eta), log_likelihood(eta / 1.001));
}

TEST(LearnedEta, OfTheBoundIsThatOfTheMeanExpectedLog) {
  Eigen::MatrixXd lambda(2, 3);
  lambda << 0.5, 4, 2, 1, 0.7, 9;
  const Topics topics(lambda);
  double sum = 0;
  for (Eigen::Index w = 0; w < 3; ++w) sum += topics.expected_log(w).sum();
  EXPECT_NEAR(eta_of_expected_logs(LazyTopics(topics), 0.1), most_likely_symmetric(sum / 6, 3, 0.1), 1e-9);
}

TEST(LearnedEta, OfOneWordStaysWhatItWas) {
  const LazyTopics one_word(Topics(Eigen::MatrixXd(Eigen::Vector2d(3.5, 7))));
  EXPECT_EQ(eta_of_expected_logs(one_word, 0.3), 0.3);
  EXPECT_EQ(eta_of_counts(one_word, 0.3), 0.3);
}

TEST(LearnedEta, OfTopicsWithoutAWordStaysWhatItWas) {
  for (const double of_each : {0.0, 0.4}) {  // the latter is rounded to none
    const Topics topics(Eigen::MatrixXd::Constant(2, 5, 0.3 + of_each));
    EXPECT_EQ(eta_of_counts(LazyTopics(topics), 0.3), 0.3) << of_each;
  }
}

}  // namespace
}  // namespace vilda::lda
