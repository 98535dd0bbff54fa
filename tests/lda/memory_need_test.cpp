#include "vilda/lda/memory_need.hpp"

#include <gtest/gtest.h>

#include "lda/documents/documents_in_memory.hpp"
#include "lda/tiny.hpp"
#include "vilda/lda/collapsed_steps.hpp"

namespace vilda::lda {
namespace {

TrainingOptions options_of(Method method, Precision precision) {
  TrainingOptions options;
  options.num_topics = 100;
  options.method = method;
  options.document.precision = precision;
  options.initialization.method = Initialization::random;
  options.stochastic.batch_size = 1000;
  return options;
}

constexpr CorpusSize kCorpus{.documents = 100'000,
                             .words = 30'000,
                             .pairs = 6'000'000,
                             .longest_pairs = 500,
                             .sample_documents = 4096,
                             .sample_words = 18'000};

TEST(SizeOf, CountsDocumentsWordsAndPairs) {
  const math::Counts counts = golden::counts_of({{0, 0, 3}, {}, {1, 2, 3, 3}}, 6);
  const CorpusSize size = size_of(CountsSource(counts));
  EXPECT_EQ(size.documents, 3U);
  EXPECT_EQ(size.words, 6U);
  EXPECT_EQ(size.pairs, 5U);
  EXPECT_EQ(size.longest_pairs, 3U);
  EXPECT_EQ(size.sample_documents, 3U);
  EXPECT_EQ(size.sample_words, 4U) << "of six, two stand in no document";
}

TEST(SizeOf, SamplesDocumentsAtEvenDistances) {
  std::vector<std::vector<int>> documents(10'000);
  for (int d = 0; d < 10'000; ++d) documents[static_cast<std::size_t>(d)] = {d};
  const CorpusSize size = size_of(CountsSource(golden::counts_of(documents, 10'000)));
  EXPECT_EQ(size.sample_documents, 3334U);  // every third
  EXPECT_EQ(size.sample_words, 3334U);
}

TEST(MemoryNeed, OfAStochasticMethodHasRowsAndSumsOfTheWordsOfABatch) {
  CorpusSize of_all_words = kCorpus, of_fewer_words = kCorpus;
  of_all_words.sample_words = kCorpus.words;
  of_fewer_words.sample_words = kCorpus.words - 10'000;
  for (const Method method : {Method::svi, Method::collapsed}) {
    TrainingOptions options = options_of(method, Precision::float32);
    options.stochastic.batch_size = kCorpus.sample_documents;
    const std::uint64_t words =
        memory_need(options, of_all_words, 2).topics - memory_need(options, of_fewer_words, 2).topics;
    const std::uint64_t numbers = 10'000U * 100;
    EXPECT_GE(words, numbers * (4 + (method == Method::collapsed ? 8 : 0))) << name_of(method);
    EXPECT_LE(words, numbers * (4 + 8) * 3 / 2) << name_of(method);
  }
}

TEST(MemoryNeed, HasGammaOfAllDocumentsOnceAndForBatchAlone) {
  const std::uint64_t all = 100ULL * 100'000;  // numbers
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    const std::uint64_t gamma = memory_need(options_of(Method::batch, precision), kCorpus, 2).gamma;
    EXPECT_GE(gamma, 4 * all) << name_of(precision);
    EXPECT_LE(gamma, 5 * all) << name_of(precision) << ": little beside, and no doubles";
  }
  for (const Method method : {Method::svi, Method::collapsed})
    EXPECT_LT(memory_need(options_of(method, Precision::float32), kCorpus, 2).gamma, 8 * all / 10)
        << name_of(method);
}

TEST(MemoryNeed, OfAStochasticMethodGrowsByTheOrderOfTheDocumentsAlone) {
  CorpusSize twice = kCorpus;
  twice.documents *= 2;
  twice.pairs *= 2;
  for (const Method method : {Method::svi, Method::collapsed}) {
    const TrainingOptions options = options_of(method, Precision::float32);
    const MemoryNeed more = memory_need(options, twice, 2), less = memory_need(options, kCorpus, 2);
    EXPECT_LE(more.total(), less.total() + 8 * 100'000U) << name_of(method);
    EXPECT_EQ(more.gamma, less.gamma) << name_of(method);
    EXPECT_LE(more.topics, less.topics) << name_of(method) << ": a batch has a smaller share of all words";
  }
}

TEST(MemoryNeed, OfBatchGrowsByTheGammaAndTheOrderOfTheDocuments) {
  CorpusSize twice = kCorpus;
  twice.documents *= 2;
  twice.pairs *= 2;
  const TrainingOptions options = options_of(Method::batch, Precision::float32);
  const MemoryNeed more = memory_need(options, twice, 2), less = memory_need(options, kCorpus, 2);
  EXPECT_EQ(more.gamma - less.gamma, 4ULL * 100 * 100'000);
  EXPECT_EQ(more.topics, less.topics);
  EXPECT_LE(more.documents - less.documents, 40 * 100'000U) << "pairs are held a block at a time";
}

TEST(MemoryNeed, HasTheTopicsUsedByTheDocumentsOfABlockWhereOthersRest) {
  const auto of_gamma = [](int num_topics) {
    TrainingOptions options = options_of(Method::batch, Precision::float32);
    options.num_topics = num_topics;
    return memory_need(options, kCorpus, 2).gamma;
  };
  const std::uint64_t documents = kPairsOfABlock / 64,  // of a block, as short as they count
      few = 4 * 128 * (kCorpus.documents + documents), many = 4 * 144 * (kCorpus.documents + documents);
  EXPECT_EQ(of_gamma(128), few);
  EXPECT_EQ(of_gamma(144), many + documents * (40 + 144 / 8 * 8));
}

TEST(MemoryNeed, OfSmallStepsIsThatOfTheBoundAtTheEndOrOfTheStart) {
  TrainingOptions options = options_of(Method::svi, Precision::float32), larger_step = options;
  options.stochastic.batch_size = 1;
  larger_step.stochastic.batch_size = kDocumentsInMemory;
  EXPECT_EQ(memory_need(options, kCorpus, 2).total(), memory_need(larger_step, kCorpus, 2).total());
  options.initialization.method = Initialization::collapsed;
  larger_step.method = Method::collapsed;
  larger_step.stochastic = collapsed_steps(kCorpus.documents);
  EXPECT_EQ(memory_need(options, kCorpus, 2).total(), memory_need(larger_step, kCorpus, 2).total());
}

TEST(MemoryNeed, OfTheSpectralStartIsBoundedByItsSample) {
  TrainingOptions options = options_of(Method::svi, Precision::float32), random = options;
  options.stochastic.batch_size = random.stochastic.batch_size = 1;
  options.initialization.method = Initialization::spectral;
  CorpusSize few_words = kCorpus;  // so that the start takes more than the bound at the end
  few_words.words = few_words.sample_words = 5000;
  const std::uint64_t need = memory_need(options, few_words, 1).total();
  EXPECT_GT(need, memory_need(random, few_words, 1).total());
  CorpusSize more_documents = few_words;
  more_documents.documents *= 2;
  more_documents.pairs *= 2;
  EXPECT_EQ(memory_need(options, more_documents, 1).total() - need, 8 * kCorpus.documents) << "their order";
  options.initialization.passes = 5;
  EXPECT_GE(memory_need(options, few_words, 1).total(), need);
}

TEST(MemoryNeed, HasTheLongestDocumentsRowsOncePerThread) {
  for (const Method method : {Method::batch, Method::svi, Method::collapsed}) {
    const TrainingOptions options = options_of(method, Precision::float32);
    const std::uint64_t of_two = memory_need(options, kCorpus, 2).scratch;
    EXPECT_EQ(memory_need(options, kCorpus, 6).scratch, 3 * of_two) << name_of(method);
    // Collapsed inference has phi, and the words of the topics used; the estimate of its bound is mean
    // field's.
    const std::uint64_t rows = method == Method::collapsed ? 3 : 1;
    EXPECT_GE(of_two, 2 * rows * kCorpus.longest_pairs * 100 * 4) << name_of(method);
  }
}

TEST(MemoryNeed, GrowsWithWhatIsKeptBeside) {
  const TrainingOptions options = options_of(Method::batch, Precision::float32);
  const MemoryNeed alone = memory_need(options, kCorpus, 2);
  const MemoryNeed resumed = memory_need(options, kCorpus, 2, Beside::checkpoint);
  EXPECT_EQ(resumed.topics - alone.topics, 8ULL * 100 * 30'000);
  EXPECT_EQ(resumed.gamma - alone.gamma, 4ULL * 100 * 100'000);
  EXPECT_GT(memory_need(options, kCorpus, 2, Beside::best_run).topics, resumed.topics);
}

}  // namespace
}  // namespace vilda::lda
