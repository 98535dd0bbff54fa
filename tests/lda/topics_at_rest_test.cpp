#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/random/uniform_real_distribution.hpp>

#include "lda/mean_field/document_prior.hpp"
#include "lda/mean_field/document_weights.hpp"
#include "lda/mean_field/resting_topics.hpp"
#include "lda/mean_field/topics_used.hpp"
#include "lda/planted_corpus.hpp"
#include "lda/processors_and_threads.hpp"
#include "support/near.hpp"
#include "vilda/lda/learned_priors.hpp"
#include "vilda/math/special_functions.hpp"

/// Documents that go on from the pass before, while most of their many topics rest at gamma = alpha.
namespace vilda::lda {
namespace {

class TopicsAtRest : public OfPlantedCorpus {
 protected:
  /// Two passes, of which the second lets topics rest.
  std::unique_ptr<MeanFieldStep> after_two_passes(const DocumentOptions& options = {},
                                                  std::size_t pairs_of_a_block = kPairsOfABlock) const {
    auto step = make_fast_local_step(source, {priors.alpha}, options, pairs_of_a_block);
    step->infer(documents, topics, GammaStart::even);
    step->infer(documents, topics, GammaStart::previous);
    return step;
  }

  Eigen::MatrixXd expected_counts_of(LocalStep& step) const {
    Eigen::MatrixXd expected_counts = Eigen::MatrixXd::Zero(topics.num_topics(), topics.num_words());
    step.add_expected_counts(1, expected_counts);
    return expected_counts;
  }

  Eigen::VectorXd alpha = priors.alpha.cast<float>().cast<double>();
};

TEST_P(TopicsAtRest, AreMostOfThem) {
  const Eigen::MatrixXd gamma = after_two_passes()->gamma();
  EXPECT_GE((gamma.colwise() - alpha).cwiseEqual(0).count(), gamma.size() * 9 / 10);
}

TEST_P(TopicsAtRest, DocumentsConvergeWithThem) {
  const auto step = make_fast_local_step(source, {priors.alpha}, {.max_iterations = 1000});
  step->infer(documents, topics, GammaStart::even);
  EXPECT_EQ(step->infer(documents, topics, GammaStart::previous).converged, documents.size());
}

TEST_P(TopicsAtRest, TheBoundIsTheReferences) {
  const auto fast = after_two_passes(), reference = make_reference_local_step(source, {alpha}, {});
  reference->set_gamma(documents, fast->gamma());
  const vi::Elbo found = fast->elbo(topics), expected = reference->elbo(topics);
  EXPECT_LE(relative_error(found.term("words"), expected.term("words")), 1e-6);
  EXPECT_LE(relative_error(found.term("-kl_theta"), expected.term("-kl_theta")), 1e-6);
}

TEST_P(TopicsAtRest, AnIterationOfTheOthersIsOneOfAllTopics) {
  Eigen::MatrixXd gamma = after_two_passes({.tolerance = 1e-4})->gamma();
  for (Eigen::Index d = 0; d < gamma.cols(); ++d)
    gamma.col(d) = ((gamma.col(d) - alpha).array() >= 1e-4).select(gamma.col(d), alpha).eval();
  // One iteration is left to all topics where the others cannot rest.
  const auto fast = make_fast_local_step(source, {priors.alpha}, {.max_iterations = 2, .tolerance = 1e-4}),
             all = make_fast_local_step(source, {priors.alpha}, {.max_iterations = 1, .tolerance = 1e-4});
  for (MeanFieldStep* step : {fast.get(), all.get()}) {
    step->set_gamma(documents, gamma);
    step->infer(documents, topics, GammaStart::previous);
  }
  EXPECT_LE(largest_difference(expected_counts_of(*fast), expected_counts_of(*all)), 1e-3);
}

TEST_P(TopicsAtRest, NoTokenIsLost) {
  const double tokens = static_cast<double>(arma::accu(counts));
  EXPECT_LE(relative_error(expected_counts_of(*after_two_passes()).sum(), tokens), 1e-6);
}

TEST_P(TopicsAtRest, SeveralBlocksHaveTheExpectedCountsOfOne) {
  const auto one = after_two_passes(), several = after_two_passes({}, 1000);
  for (MeanFieldStep* step : {one.get(), several.get()}) step->infer(documents, topics, GammaStart::previous);
  EXPECT_EQ(several->gamma(), one->gamma());
  EXPECT_LE(largest_difference(expected_counts_of(*several), expected_counts_of(*one)), 1e-4);
}

TEST_P(TopicsAtRest, AreToWordsWhatTheTopicsThatHaveChangedAre) {
  const auto step = after_two_passes(), fresh = make_fast_local_step(source, {priors.alpha}, {});
  fresh->set_gamma(documents, step->gamma());
  topics = LazyTopics(initial_topics(source, priors, {.method = Initialization::random}, 2));
  step->topics_have_changed();
  for (MeanFieldStep* its : {step.get(), fresh.get()}) its->infer(documents, topics, GammaStart::previous);
  EXPECT_EQ(step->gamma(), fresh->gamma());
  EXPECT_EQ(expected_counts_of(*step), expected_counts_of(*fresh));
}

TEST_P(TopicsAtRest, AlphaIsLearnedFromThem) {
  const auto step = make_fast_local_step(source, {priors.alpha}, {});
  step->infer(documents, topics, GammaStart::even);
  step->gather_for_alpha(true);
  step->infer(documents, topics, GammaStart::previous);
  const Eigen::MatrixXd gamma = step->gamma();
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(gamma.rows());
  for (Eigen::Index d = 0; d < gamma.cols(); ++d)
    mean += vi::Dirichlet{gamma.col(d)}.expected_statistics() / static_cast<double>(gamma.cols());
  const Eigen::VectorXd expected = most_likely_alpha(mean, priors.alpha);
  EXPECT_LE(largest_difference(step->most_likely_alpha(priors.alpha), expected), 1e-8);
}

TEST_P(TopicsAtRest, RestAtALearnedAlpha) {
  const auto step = after_two_passes();
  const Eigen::MatrixXd before = step->gamma();
  step->set_prior({0.8 * priors.alpha});
  const Eigen::VectorXd learned = (0.8 * priors.alpha).cast<float>().cast<double>();
  for (Eigen::Index d = 0; d < before.cols(); ++d) {
    const Eigen::VectorXd expected = (before.col(d).array() == alpha.array()).select(learned, before.col(d));
    ASSERT_EQ(step->gamma().col(d), expected) << d;
  }
}

TEST_P(TopicsAtRest, GoOnFromASavedGammaAsWithoutABreak) {
  const vi::Dirichlet learned{0.8 * priors.alpha};
  const auto first = after_two_passes(), resumed = make_fast_local_step(source, learned, {});
  first->set_prior(learned);
  resumed->set_gamma(documents, first->gamma());
  for (MeanFieldStep* step : {first.get(), resumed.get()})
    step->infer(documents, topics, GammaStart::previous);
  EXPECT_EQ(resumed->gamma(), first->gamma());
  EXPECT_EQ(expected_counts_of(*resumed), expected_counts_of(*first));
}

TEST_P(TopicsAtRest, ComeAndGoWithTheAlphaThatIsLearned) {
  const DocumentOptions options{.max_iterations = 5};
  const auto step = after_two_passes(options);
  for (const double factor : {100, 1}) {  // none may rest, and all may again
    const vi::Dirichlet learned{factor * priors.alpha};
    step->set_prior(learned);
    const auto fresh = make_fast_local_step(source, learned, options);
    fresh->set_gamma(documents, step->gamma());
    for (MeanFieldStep* its : {step.get(), fresh.get()}) its->infer(documents, topics, GammaStart::previous);
    EXPECT_EQ(step->gamma(), fresh->gamma()) << factor;
    EXPECT_EQ(expected_counts_of(*step), expected_counts_of(*fresh)) << factor;
  }
}

TEST_P(TopicsAtRest, GiveTheSameBitsForAnyNumberOfThreadsAndOnEveryProcessorWithFma) {
  std::optional<Eigen::MatrixXd> gamma, expected_counts;
  on_every_processor_with_fma([&] {
    const auto step = after_two_passes();
    if (!gamma) gamma = step->gamma(), expected_counts = expected_counts_of(*step);
    EXPECT_EQ(step->gamma(), *gamma);
    EXPECT_EQ(expected_counts_of(*step), *expected_counts);
  });
}

INSTANTIATE_TEST_SUITE_P(Planted, TopicsAtRest,
                         testing::Values(PlantedCorpus{"ManyTopics", 500, 100, 3, 0.05},
                                         PlantedCorpus{"SmallAlpha", 300, 100, 3, 0.01},
                                         PlantedCorpus{"AlphaThatIsJustSmallEnough", 150, 100, 3, 0.07},
                                         PlantedCorpus{"OneLargeAlpha", 300, 100, 3, 0.01, 1}),
                         [](const auto& test) { return std::string(test.param.name); });

/// A document where alpha is so large that topics at rest are as much as those used.
class TopicsUsedBesideOthers : public testing::Test {
 protected:
  static constexpr std::size_t kTopics = 40, kWords = 19;

  TopicsUsedBesideOthers() {
    math::CounterEngine random(1, math::Stream::initialization, 7);
    boost::random::uniform_real_distribution<float> weight(0.01F, 1);
    for (std::size_t w = 0; w < kWords; ++w) {
      counts.push_back(static_cast<float>(1 + w % 3));
      for (std::size_t k = 0; k < kTopics; ++k) words.row(w)[k] = weight(random);
    }
    for (std::size_t w = 0; w < kWords + 3; ++w) rows.push_back(words.row(w < kWords ? w : 0));
    counts.resize(kWords + 3, 0);
    const RestingTopics resting(prior, words, kWords);
    for (std::size_t w = 0; w < kWords; ++w) of_words.push_back(resting.of_word(w));
    std::copy_n(prior.alpha(), kTopics, gamma.row(0));
    for (const std::size_t k : {3, 17, 30}) gamma.row(0)[k] += 2;
    EXPECT_TRUE(used.gather_beside_resting(document(), {prior.resting_weights(), of_words.data()},
                                           gamma.row(0), 0.5F));
    used.iterate(1, 0);
    kernels::iterate_document(document(), 1, 0, gamma.row(0), weights.row(0), ratios.data(), tokens.row(0));
  }

  kernels::Document document() const { return {rows.data(), counts.data(), kWords, prior.alpha(), kTopics}; }

  DocumentPrior prior{vi::Dirichlet{Eigen::VectorXd::LinSpaced(kTopics, 1, 2)}};
  Rows words{kWords, kTopics}, gamma{1, kTopics}, weights{1, kTopics}, tokens{1, kTopics};
  std::vector<const float*> rows;
  std::vector<float> counts, of_words, ratios = std::vector<float>(kWords + 3);
  TopicsUsed used{kWords, kTopics};
};

TEST_F(TopicsUsedBesideOthers, HaveTheGammaOfAnIterationOfAllTopics) {
  Rows found(1, kTopics);
  used.copy_gamma(found.row(0));
  for (const std::size_t k : {3, 17, 30})
    EXPECT_LE(relative_error(found.row(0)[k], gamma.row(0)[k]), 1e-5) << k;
}

TEST_F(TopicsUsedBesideOthers, KnowTheTokensOfTheOthers) {
  double expected = 0;
  for (std::size_t k = 0; k < kTopics; ++k) {
    if (k != 3 && k != 17 && k != 30) expected += gamma.row(0)[k] - prior.alpha()[k];
  }
  EXPECT_LE(relative_error(used.tokens_of_others(), expected), 1e-5);
}

TEST_F(TopicsUsedBesideOthers, HaveTheirWeightsAboveThoseAtRest) {
  DocumentWeights found;
  found.resize(1, kTopics);
  found.set(0, used);
  found.count_those_at_rest();
  std::vector<WordOccurrences::Occurrence> occurrences(1), scratch;
  for (std::uint32_t w = 0; w < kWords; ++w) {
    occurrences[0].pair = w;
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(kTopics);
    const double at_rest = found.add(occurrences, used.ratios(), scratch, sums.data());
    for (std::size_t k = 0; k < kTopics; ++k) {
      const double its = sums[static_cast<Eigen::Index>(k)] + at_rest * prior.resting_weights()[k];
      EXPECT_LE(relative_error(its, ratios[w] * weights.row(0)[k]), 1e-5) << w << " " << k;
    }
  }
}

TEST_F(TopicsUsedBesideOthers, MayWeighNoMoreThanAtRest) {
  // As where alpha is so small that both weights are the least there is.
  std::copy_n(prior.alpha(), kTopics, gamma.row(0));
  for (const std::size_t k : {3, 17, 30}) gamma.row(0)[k] += 2;
  kernels::topic_weights(gamma.row(0), kTopics, weights.row(0), 1);
  kernels::normalizers(document(), weights.row(0), ratios.data());
  ASSERT_TRUE(used.gather_beside_resting(document(), {weights.row(0), ratios.data()}, gamma.row(0), 0.5F));
  Rows found(1, kTopics);
  used.iterate(1, 0);
  used.copy_gamma(found.row(0));
  kernels::iterate_document(document(), 1, 0, gamma.row(0), weights.row(0), ratios.data(), tokens.row(0));
  for (const std::size_t k : {3, 17, 30})
    EXPECT_LE(relative_error(found.row(0)[k], gamma.row(0)[k]), 1e-5) << k;
}

TEST_F(TopicsUsedBesideOthers, GoOnWithoutTheFirstAsIfItHadNeverBeenThere) {
  const auto go_on = [&](float least, float least_left) {
    std::copy_n(prior.alpha(), kTopics, gamma.row(0));
    gamma.row(0)[3] += 0.6F;
    for (const std::size_t k : {17, 30}) gamma.row(0)[k] += 2;
    EXPECT_TRUE(used.gather_beside_resting(document(), {prior.resting_weights(), of_words.data()},
                                           gamma.row(0), least));
    used.drop_unused(least_left);
    used.iterate(3, 0);
    used.copy_gamma(gamma.row(0));
    std::vector<float> found(gamma.row(0), gamma.row(0) + kTopics);
    found.insert(found.end(), used.ratios(), used.ratios() + kWords);
    found.push_back(used.tokens_of_others());
    return found;
  };
  EXPECT_EQ(go_on(0.5F, 1), go_on(1, 1));
}

TEST_F(TopicsUsedBesideOthers, AllStayWhereNoneHasEnough) {
  used.drop_unused(1e6F);
  EXPECT_THAT(used.topics(), testing::ElementsAre(3, 17, 30));
}

TEST(TopicsUsed, WithLessThanATokenStandBesideTheSameOthers) {
  constexpr std::size_t kTopics = 40, kUsed = 2;
  const DocumentPrior prior(vi::Dirichlet::symmetric(kTopics, 0.3));
  Rows word(1, kTopics), gamma(1, kTopics);
  std::fill_n(word.row(0), kTopics, 1.0F);
  std::copy_n(prior.alpha(), kTopics, gamma.row(0));
  std::fill_n(gamma.row(0), kUsed, 1.3F);
  const std::vector<const float*> rows(4, word.row(0));
  const std::vector<float> counts = {1, 0, 0, 0};
  const float of_word = RestingTopics(prior, word, 1).of_word(0);
  TopicsUsed used(1, kTopics);
  ASSERT_TRUE(used.gather_beside_resting({rows.data(), counts.data(), 1, prior.alpha(), kTopics},
                                         {prior.resting_weights(), &of_word}, gamma.row(0), 0.5F));
  used.iterate(2, 0);
  used.copy_gamma(gamma.row(0));
  double expected = 1.3;
  for (int iteration = 0; iteration < 2; ++iteration) {
    const double weight = math::exp_digamma(expected), at_rest = math::exp_digamma(0.3);
    expected = 0.3 + weight / (kUsed * weight + (kTopics - kUsed) * at_rest);
  }
  ASSERT_LT(expected, 1);
  for (std::size_t k = 0; k < kUsed; ++k) EXPECT_LE(relative_error(gamma.row(0)[k], expected), 1e-5);
}

TEST(DocumentPrior, TopicsRestOnlyWhereTheyAreManyAndHaveNoTokensThere) {
  const auto may_rest = [](Eigen::Index num_topics, double alpha) {
    return DocumentPrior(vi::Dirichlet::symmetric(num_topics, alpha)).topics_may_rest();
  };
  EXPECT_TRUE(may_rest(129, 0.01));
  EXPECT_FALSE(may_rest(128, 0.01));
  EXPECT_FALSE(may_rest(1000, 1));
}

TEST(DocumentPrior, TopicsRestBesideFewOfALargeAlpha) {
  const auto may_rest = [](Eigen::Index num_large) {
    Eigen::VectorXd alpha = Eigen::VectorXd::Constant(320, 0.01);
    alpha.head(num_large).setConstant(1);
    return DocumentPrior(vi::Dirichlet{alpha}).topics_may_rest();
  };
  EXPECT_TRUE(may_rest(1));
  EXPECT_TRUE(may_rest(10));
  EXPECT_FALSE(may_rest(11));
}

TEST(DocumentPrior, KlIsThatOfDirichletsWhetherTopicsRestOrNot) {
  constexpr Eigen::Index kTopics = 200;
  for (const Eigen::Index used : {0, 1, 20, 100, 200}) {
    const Eigen::VectorXf alpha = Eigen::VectorXf::LinSpaced(kTopics, 0.01F, 0.05F);
    Rows row(1, kTopics);
    Eigen::Map<Eigen::VectorXf> gamma(row.row(0), kTopics);
    gamma = alpha;
    for (Eigen::Index i = 0; i < used; ++i) gamma[(7 * i) % kTopics] += 0.5F + static_cast<float>(i);
    if (used > 1) gamma[0] = 0.5F * alpha[0];  // as where alpha has risen
    const DocumentPrior prior(vi::Dirichlet{alpha.cast<double>()});
    const vi::Dirichlet p{alpha.cast<double>()}, q{gamma.cast<double>()};
    const double expected = (p.concentration - q.concentration).dot(q.expected_statistics()) -
                            p.log_normalizer() + q.log_normalizer();
    EXPECT_LE(relative_error(prior.minus_kl(row.row(0)), expected, 1), 1e-5) << used;
    EXPECT_LE(largest_difference(prior.digammas(row.row(0)),
                                 q.expected_statistics().array() + math::digamma(q.sum())),
              1e-6)
        << used;
  }
}

}  // namespace
}  // namespace vilda::lda
