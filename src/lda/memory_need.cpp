#include "vilda/lda/memory_need.hpp"

#include <algorithm>
#include <cmath>

#include "lda/collapsed/inferred_documents.hpp"
#include "lda/documents/document_blocks.hpp"
#include "lda/documents/documents_in_memory.hpp"
#include "lda/kernels/kernels.hpp"
#include "lda/mean_field/document_prior.hpp"
#include "lda/mean_field/document_weights.hpp"
#include "lda/mean_field/topics_used.hpp"
#include "lda/start/spectral_start.hpp"
#include "lda/start/weighted_counts.hpp"
#include "vilda/lda/collapsed_steps.hpp"
#include "vilda/lda/word_numbers.hpp"

namespace vilda::lda {
namespace {

constexpr std::uint64_t kDouble = sizeof(double), kFloat = sizeof(float), kInt = sizeof(std::uint32_t);
constexpr std::uint64_t kTopicsOfADocument = 128;   // in the first steps
constexpr std::size_t kDocumentsToOneInBound = 16;  // at least: the collapsed step's estimate is of a sample
constexpr std::uint64_t size_of(Precision precision) {
  return precision == Precision::float64 ? kDouble : kFloat;
}
constexpr std::uint64_t kMostCounts = InferredDocuments::kMostWaiting;

/// What a mean-field step holds of a batch of documents, and of the block of it that it works on. gamma: what
/// it is held in.
MemoryNeed of_mean_field(Precision precision, Precision gamma, std::uint64_t num_topics,
                         const CorpusSize& batch, int num_threads) {
  const bool reference = precision == Precision::float64;
  const std::uint64_t number = size_of(precision);
  const std::uint64_t row = reference ? kDouble * num_topics : kFloat * kernels::row_size(num_topics);
  const std::uint64_t most_pairs = DocumentBlocks::most_pairs(kPairsOfABlock, batch.words);
  const std::uint64_t pairs = std::min(batch.pairs, std::max<std::uint64_t>(most_pairs, batch.longest_pairs)),
                      documents =
                          std::min<std::uint64_t>(batch.documents, most_pairs / DocumentBlocks::kLeastPairs);
  const bool one_block =  // even if these are longer than others
      batch.pairs + batch.pairs / 4 <= most_pairs && documents == batch.documents;
  const std::uint64_t sums = one_block && !reference ? 0 : kDouble * num_topics;
  const std::uint64_t pair = 4 * kInt + number;  // word, count, where it occurs, ratio
  const std::uint64_t used =
      reference || num_topics <= DocumentPrior::kFewTopics
          ? 0
          : DocumentWeights::kBytesOfADocument +
                most_used_beside_resting(num_topics) * DocumentWeights::kBytesOfATopicUsed;
  return {.topics = batch.words * (row + sums + 5 * kDouble),
          .documents = pairs * pair + batch.documents * 3 * kDouble,
          .gamma = batch.documents * num_topics * size_of(gamma) + documents * (row + used),
          .scratch = static_cast<std::uint64_t>(num_threads) * batch.longest_pairs * row};
}

MemoryNeed of_collapsed(std::uint64_t num_topics, const CorpusSize& batch, int num_threads) {
  const std::uint64_t row = kFloat * kernels::row_size(num_topics);
  // In the first steps every word is every topic's. Vectors that grow have room for half as much again, and
  // stand beside what they were.
  const std::uint64_t counts = std::min(batch.pairs * num_topics, kMostCounts);
  const std::uint64_t sums = counts < kMostCounts ? 0 : kDouble * num_topics;
  return {
      .topics = batch.words * (row + sums + kDouble),
      .documents =
          batch.pairs * (2 + 3 * 2) * kInt + batch.documents * 4 * kDouble + counts * (kInt + kFloat) * 5 / 2,
      .gamma = batch.documents * std::min(num_topics, kTopicsOfADocument) * (kInt + kFloat + kDouble) * 3 / 2,
      .scratch = static_cast<std::uint64_t>(num_threads) * batch.longest_pairs * 2 * row};
}

/// Triplets, then the sample's counts, those of the words that weigh most and these transposed; some dense
/// matrices of these words, and one of documents.
MemoryNeed of_spectral_start(std::uint64_t num_topics, const CorpusSize& corpus) {
  constexpr std::uint64_t kDense = 5;
  const std::uint64_t pairs = std::min<std::uint64_t>(corpus.pairs, WeightedCounts::kMostPairs),
                      words = std::min<std::uint64_t>(corpus.words, kMostWordsOfFactors),
                      documents = std::min<std::uint64_t>(corpus.documents, WeightedCounts::kMostDocuments);
  return {.topics = corpus.words * 5 * kDouble,
          .documents = pairs * (2 * kInt + kFloat + 4 * (kInt + kFloat)),
          .scratch = (kDense * words + documents) * num_topics * kFloat};
}

const MemoryNeed& larger(const MemoryNeed& a, const MemoryNeed& b) {
  return a.total() < b.total() ? b : a;
}

/// So many documents at a time, of average length. Their distinct words grow as this power of their number
/// (Heaps 1978), whose exponent is that of batches of arXiv abstracts, newswire and package descriptions.
CorpusSize part_of(const CorpusSize& corpus, std::size_t documents) {
  constexpr double kExponent = 0.4;
  if (documents >= corpus.documents) return corpus;
  CorpusSize part = corpus;
  part.documents = documents;
  part.pairs = corpus.pairs * documents / corpus.documents;
  const double of_sample = static_cast<double>(documents) / static_cast<double>(corpus.sample_documents);
  part.words = std::min(corpus.words, static_cast<std::size_t>(std::pow(of_sample, kExponent) *
                                                               static_cast<double>(corpus.sample_words)));
  return part;
}

/// Of documents at even distances.
void add_sample(const DocumentSource& source, CorpusSize& size) {
  constexpr std::size_t kMostDocuments = 4096;
  const std::size_t distance = size.documents / kMostDocuments + 1;
  WordNumbers distinct(size.words);
  std::vector<std::uint32_t> words, counts;
  for (std::size_t d = 0; d < size.documents; d += distance, ++size.sample_documents) {
    words.clear();
    counts.clear();
    source.append(d, words, counts);
    distinct.add(words);
  }
  distinct.number();
  size.sample_words = distinct.words().size();
}

}  // namespace

CorpusSize size_of(const DocumentSource& source) {
  CorpusSize size{.documents = source.num_documents(), .words = source.num_words()};
  for (std::size_t d = 0; d < source.num_documents(); ++d) {
    size.pairs += source.num_pairs_of(d);
    size.longest_pairs = std::max(size.longest_pairs, source.num_pairs_of(d));
  }
  add_sample(source, size);
  return size;
}

MemoryNeed memory_need(const TrainingOptions& options, const CorpusSize& corpus, int num_threads,
                       Beside beside) {
  const auto num_topics = static_cast<std::uint64_t>(options.num_topics);
  const std::uint64_t lambda = kDouble * num_topics * corpus.words;
  const bool batch = options.method == Method::batch;
  const std::uint64_t gamma = batch ? kFloat * num_topics * corpus.documents : 0;
  const auto mean_field = [&](const CorpusSize& part) {
    return of_mean_field(options.document.precision, batch ? Precision::float32 : options.document.precision,
                         num_topics, part, num_threads);
  };
  const auto collapsed = [&](std::size_t batch_size) {
    MemoryNeed of_step = of_collapsed(num_topics, part_of(corpus, batch_size), num_threads);
    of_step += mean_field(part_of(corpus, batch_size / kDocumentsToOneInBound + 1));
    return of_step;
  };
  MemoryNeed need;
  if (options.initialization.method == Initialization::spectral) need = of_spectral_start(num_topics, corpus);
  if (options.initialization.num_passes() > 0)
    need = larger(need, collapsed(collapsed_steps(corpus.documents).batch_size));
  if (batch) {
    need = larger(need, mean_field(corpus));
  } else {  // and the bound at the end
    const std::size_t batch_size = options.stochastic.batch_size;
    const MemoryNeed step =
        options.method == Method::svi ? mean_field(part_of(corpus, batch_size)) : collapsed(batch_size);
    need = larger(larger(need, step), mean_field(part_of(corpus, kDocumentsInMemory)));
  }
  need.documents += kDouble * corpus.documents;  // their order
  need.topics += lambda;
  need = larger(need, {.topics = 2 * lambda, .gamma = gamma});  // the topics, and those of the checkpoint
  if (beside != Beside::nothing) {
    need.topics += beside == Beside::best_run ? 2 * lambda : lambda;
    need.gamma += gamma;
  }
  return need;
}

MemoryNeed& MemoryNeed::operator+=(const MemoryNeed& other) {
  topics += other.topics;
  documents += other.documents;
  gamma += other.gamma;
  scratch += other.scratch;
  return *this;
}

}  // namespace vilda::lda
