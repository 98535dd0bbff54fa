#include "lda/kernels/kernels.hpp"

#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>
#include <hwy/targets.h>

#include <array>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "lda/kernels/rows.hpp"
#include "lda/processors_and_threads.hpp"
#include "support/near.hpp"
#include "vilda/math/random.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda::kernels {
namespace {

using AlignedFloats = hwy::AlignedFreeUniquePtr<float[]>;

AlignedFloats aligned(const std::vector<float>& numbers) {
  AlignedFloats copy = hwy::AllocateAligned<float>(std::max<std::size_t>(numbers.size(), 1));
  std::copy(numbers.begin(), numbers.end(), copy.get());
  return copy;
}

std::vector<std::int64_t> instruction_sets() {
  std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  std::erase(targets, HWY_SCALAR);  // the kernels ask for SSSE3 at least
  return targets;
}

/// Runs every test once for each instruction set that this processor has.
class Kernels : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

const std::vector<std::size_t> kAwkwardTopics{1, 2, 15, 16, 17, 100, 1000};

/// Numbers spread evenly in the logarithm, from 10^-3 to 10^7.
std::vector<float> spread(std::size_t size) {
  std::vector<float> numbers(row_size(size), 0);
  for (std::size_t i = 0; i < size; ++i) {
    numbers[i] = static_cast<float>(std::pow(10, -3 + 10 * static_cast<double>(i * 7919 % 1009) / 1009));
  }
  return numbers;
}

TEST_P(Kernels, TopicWeightsAreExpDigammaWithinAMillionth) {
  for (double x = 1e-3; x < 1e7; x *= 1.0007) {
    // Beside a small number, so that the shift is not that of the number itself; and beside a large one.
    for (const double other : {x, 0.3 * x, 5.0}) {
      const auto gamma = aligned([&] {
        std::vector<float> row(16, 0);
        row[0] = static_cast<float>(x);
        row[1] = static_cast<float>(other);
        return row;
      }());
      const auto weights = aligned(std::vector<float>(16));
      const float shift = topic_weights(gamma.get(), 2, weights.get());
      const double log_ratio = math::digamma(gamma[0]) - math::digamma(gamma[1]);
      if (std::abs(log_ratio) < 60) {  // above the floor
        EXPECT_LE(relative_error(static_cast<double>(weights[0]) / weights[1], std::exp(log_ratio)), 1e-6)
            << x << " " << other;
      }
      if (math::digamma(gamma[0]) > -60) {
        EXPECT_LE(relative_error(std::log(weights[0]) - shift, math::digamma(gamma[0]), 1), 1e-6)
            << x << " " << other;
      }
      EXPECT_EQ(weights[2], 0);
    }
  }
}

TEST_P(Kernels, TopicWeightsAreSafeForTinyNumbers) {
  for (const float x : {1e-30F, 1e-10F, 1e-4F}) {
    const auto gamma = aligned(std::vector<float>(16, x));
    const auto weights = aligned(std::vector<float>(16));
    topic_weights(gamma.get(), 16, weights.get());
    for (std::size_t k = 0; k < 16; ++k) EXPECT_TRUE(weights[k] > 0 && std::isfinite(weights[k])) << x;
  }
}

TEST_P(Kernels, WordWeightsAreExpOfExpectedLogsUpToTheirScale) {
  for (const std::size_t num_topics : kAwkwardTopics) {
    const std::vector<float> numbers = spread(num_topics);
    std::vector<double> lambda;  // not numbers that a float can have
    for (std::size_t k = 0; k < num_topics; ++k) lambda.push_back(numbers[k] * (1 + 4e-8));
    std::vector<float> numbers_of_topics(row_size(num_topics), 0);
    for (std::size_t k = 0; k < num_topics; ++k) numbers_of_topics[k] = 1 + 0.01F * static_cast<float>(k % 7);
    const auto factors = aligned(numbers_of_topics);
    const auto row = aligned(std::vector<float>(row_size(num_topics), 1));
    const double log_scale = word_weights(lambda.data(), factors.get(), num_topics, row.get());
    float largest = 0;
    for (std::size_t k = 0; k < num_topics; ++k) {
      const double log_weight =
          math::digamma(lambda[k]) + std::log(static_cast<double>(factors[k])) - log_scale;
      if (log_weight > -60) {
        EXPECT_LE(relative_error(row[k], std::exp(log_weight)), 1e-6) << lambda[k];
      }
      largest = std::max(largest, row[k]);
    }
    EXPECT_NEAR(largest, 1, 1e-6) << num_topics;
    for (std::size_t k = num_topics; k < row_size(num_topics); ++k) EXPECT_EQ(row[k], 0);
  }
}

AlignedFloats filled(std::size_t size, float number) {
  AlignedFloats numbers = hwy::AllocateAligned<float>(size);
  std::fill_n(numbers.get(), size, number);
  return numbers;
}

/// A document of made-up words, as rows of words and as rows of topics.
class TwoViews {
 public:
  TwoViews(std::size_t num_words, std::size_t num_topics) : num_words_(num_words), num_topics_(num_topics) {
    math::CounterEngine random(1, math::Stream::initialization, num_words);
    boost::random::uniform_real_distribution<float> weight(1e-6F, 1);
    for (std::size_t w = 0; w < num_words + 3; ++w)
      word_rows_.push_back(words_.get() + (w < num_words ? w : 0) * size_);
    for (std::size_t k = 0; k < num_topics; ++k) {
      topic_rows_.push_back(topics_.get() + k * row_size(num_words));
      alpha_[k] = 0.1F + 0.01F * static_cast<float>(k);
    }
    for (std::size_t w = 0; w < num_words; ++w) {
      counts_[w] = static_cast<float>(1 + w % 3);
      none_resting_[w] = 0;
      for (std::size_t k = 0; k < num_topics; ++k)
        words_[w * size_ + k] = topics_[k * row_size(num_words) + w] = weight(random);
    }
  }

  /// gamma after some iterations.
  AlignedFloats by_word(int iterations) {
    AlignedFloats gamma = filled(size_, 1);
    iterate_document(by_word(), iterations, 0, gamma.get(), weights_.get(), ratios_.get(), tokens_.get());
    return gamma;
  }
  AlignedFloats by_topic(int iterations) {
    AlignedFloats gamma = filled(size_, 1);
    iterate_document(DocumentByTopic{topic_rows_.data(), counts_.get(), none_resting_.get(), num_words_,
                                     alpha_.get(), num_topics_, no_weights_.get(), 0},
                     iterations, 0, gamma.get(), weights_.get(), ratios_.get(), tokens_.get(), sums_.get());
    return gamma;
  }

  /// gamma after an iteration from some topics at 2, while the others are where they rest.
  AlignedFloats of_all(std::size_t num_used) {
    AlignedFloats gamma = filled(size_, 0);
    std::copy_n(alpha_.get(), num_topics_, gamma.get());
    std::fill_n(gamma.get(), num_used, 2.0F);
    iterate_document(by_word(), 1, 0, gamma.get(), weights_.get(), ratios_.get(), tokens_.get());
    return gamma;
  }
  /// The same of those topics alone, and the ratios.
  std::pair<AlignedFloats, AlignedFloats> beside_resting(std::size_t num_used) {
    const std::size_t row = row_size(num_used);
    AlignedFloats gamma = filled(row, 0), alpha = filled(row, 0), resting_weights = filled(row, 0),
                  resting = filled(row_size(num_words_), 1), ratios = filled(row_size(num_words_), 0);
    topic_weights(alpha_.get(), num_topics_, weights_.get(), 1);
    normalizers(by_word(), weights_.get(), ratios.get());
    std::copy_n(ratios.get(), num_words_, resting.get());
    std::copy_n(weights_.get(), num_used, resting_weights.get());
    std::copy_n(alpha_.get(), num_used, alpha.get());
    std::fill_n(gamma.get(), num_used, 2.0F);
    iterate_document(DocumentByTopic{topic_rows_.data(), counts_.get(), resting.get(), num_words_,
                                     alpha.get(), num_used, resting_weights.get(), 1},
                     1, 0, gamma.get(), weights_.get(), ratios.get(), tokens_.get(), sums_.get());
    return {std::move(gamma), std::move(ratios)};
  }
  const AlignedFloats& ratios() const { return ratios_; }  ///< of the last iteration by word

 private:
  Document by_word() const {
    return {word_rows_.data(), counts_.get(), num_words_, alpha_.get(), num_topics_};
  }

  std::size_t num_words_, num_topics_, size_ = row_size(num_topics_);
  AlignedFloats words_ = filled(num_words_ * size_, 0),
                topics_ = filled(num_topics_ * row_size(num_words_), 1),
                counts_ = filled(row_size(num_words_), 0), alpha_ = filled(size_, 0),
                weights_ = filled(2 * size_, 0), tokens_ = filled(size_, 0),
                ratios_ = filled(row_size(num_words_), 0), none_resting_ = filled(row_size(num_words_), 1),
                no_weights_ = filled(size_, 0), sums_ = filled((num_topics_ + 3) * kRowMultiple, 0);
  std::vector<const float*> word_rows_, topic_rows_;
};

TEST_P(Kernels, DocumentsByTopicHaveTheGammaOfTheSameDocumentsByWord) {
  for (const std::size_t num_topics : {1U, 2U, 5U, 16U, 17U, 40U}) {
    for (const std::size_t num_words : {1U, 3U, 15U, 16U, 17U, 33U, 64U, 65U, 300U}) {
      TwoViews views(num_words, num_topics);
      for (const int iterations : {1, 3}) {
        const AlignedFloats by_word = views.by_word(iterations), by_topic = views.by_topic(iterations);
        for (std::size_t k = 0; k < num_topics; ++k)
          EXPECT_LE(relative_error(by_topic[k], by_word[k]), 1e-5)
              << num_topics << " " << num_words << " " << k;
      }
    }
  }
}

TEST_P(Kernels, DocumentsBesideTopicsAtRestHaveTheGammaOfAllTopics) {
  for (const std::size_t num_topics : {17U, 40U}) {
    for (const std::size_t num_used : {1U, 3U, 16U}) {
      for (const std::size_t num_words : {1U, 16U, 65U}) {
        TwoViews views(num_words, num_topics);
        const AlignedFloats of_all = views.of_all(num_used);
        const auto [gamma, ratios] = views.beside_resting(num_used);
        for (std::size_t k = 0; k < num_used; ++k)
          EXPECT_LE(relative_error(gamma[k], of_all[k]), 1e-5) << num_topics << " " << num_used << " " << k;
        for (std::size_t w = 0; w < num_words; ++w)
          EXPECT_LE(relative_error(ratios[w], views.ratios()[w]), 1e-5)
              << num_topics << " " << num_used << " " << w;
      }
    }
  }
}

TEST_P(Kernels, DirichletTermsAreThoseOfTheKl) {
  for (const std::size_t num_topics : kAwkwardTopics) {
    const auto q = aligned(spread(num_topics));
    const auto prior = aligned(std::vector<float>(row_size(num_topics), 0.25F));
    double expected = 0, size_of_terms = 0;
    for (std::size_t k = 0; k < num_topics; ++k) {
      expected += (0.25 - q[k]) * math::digamma(q[k]) + math::lgamma(q[k]);
      size_of_terms += std::abs((0.25 - q[k]) * math::digamma(q[k])) + std::abs(math::lgamma(q[k]));
    }
    EXPECT_LE(relative_error(dirichlet_terms(q.get(), prior.get(), num_topics), expected, size_of_terms),
              1e-12)
        << num_topics;
    const std::vector<double> doubles(q.get(), q.get() + num_topics);
    EXPECT_LE(relative_error(dirichlet_terms(doubles.data(), 0.25, num_topics), expected, size_of_terms),
              1e-12)
        << num_topics;
  }
}

TEST_P(Kernels, WordsOfManyDocumentsHaveTheSumOfThemAll) {
  constexpr std::uint32_t kDocuments = 2500;  // more than are added up in float
  constexpr std::size_t kTopics = 17;
  Rows weights(kDocuments, kTopics);
  std::vector<float> ratios(kDocuments);
  std::vector<WordOccurrences::Occurrence> occurrences;
  std::vector<double> expected(kTopics, 0.5), sums = expected;
  for (std::uint32_t d = 0; d < kDocuments; ++d) {
    occurrences.push_back({.document = d, .pair = kDocuments - 1 - d});
    ratios[occurrences.back().pair] = static_cast<float>(1 + d % 7);
    for (std::size_t k = 0; k < kTopics; ++k) {
      weights.row(d)[k] = static_cast<float>(d + k);
      expected[k] += static_cast<double>(1 + d % 7) * static_cast<double>(d + k);
    }
  }
  accumulate_word(weights.data(), kTopics, occurrences.data(), kDocuments, ratios.data(), sums.data());
  for (std::size_t k = 0; k < kTopics; ++k) EXPECT_LE(relative_error(sums[k], expected[k]), 1e-5) << k;
}

TEST_P(Kernels, WeightedSumsOfLogsAre) {
  for (const std::size_t size : {0U, 1U, 3U, 4U, 7U, 8U, 9U, 100U}) {
    std::vector<float> counts, numbers;
    double expected = 0;
    for (std::size_t i = 0; i < size; ++i) {
      counts.push_back(static_cast<float>(1 + i % 5));
      numbers.push_back(static_cast<float>(std::pow(10, -20 + static_cast<double>(i % 31))));
      expected += counts[i] * std::log(static_cast<double>(numbers[i]));
    }
    EXPECT_LE(relative_error(weighted_sum_of_logs(counts.data(), numbers.data(), size), expected, 1), 1e-13)
        << size;
  }
}

TEST(SumsInDouble, AreTheSameBitsOnEveryProcessorWithFma) {
  for (const std::size_t size : {1U, 3U, 4U, 5U, 8U, 12U, 20U, 100U, 333U}) {
    const auto numbers = aligned(spread(size));
    const auto prior = aligned(std::vector<float>(row_size(size), 0.25F));
    const std::vector<double> doubles(numbers.get(), numbers.get() + size);
    std::set<std::array<double, 3>> sums;
    on_every_processor_with_fma([&] {
      sums.insert({weighted_sum_of_logs(prior.get(), numbers.get(), size),
                   dirichlet_terms(numbers.get(), prior.get(), size),
                   dirichlet_terms(doubles.data(), 0.25, size)});
    });
    EXPECT_LE(sums.size(), 1U) << size;  // none on older processors
  }
}

std::string target_name(const testing::TestParamInfo<std::int64_t>& target) {
  return hwy::TargetName(target.param);
}

INSTANTIATE_TEST_SUITE_P(Targets, Kernels, testing::ValuesIn(instruction_sets()), target_name);

}  // namespace
}  // namespace vilda::lda::kernels
