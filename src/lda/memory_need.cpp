#include "vilda/lda/memory_need.hpp"

#include <algorithm>
#include <cmath>

#include "lda/documents_in_memory.hpp"
#include "lda/inferred_documents.hpp"
#include "lda/kernels.hpp"

namespace vilda::lda {
namespace {

constexpr std::uint64_t kDouble = sizeof(double), kFloat = sizeof(float), kInt = sizeof(std::uint32_t);
constexpr std::uint64_t kTopicsOfADocument = 128;  // in the first steps
constexpr std::uint64_t kMostCounts = InferredDocuments::kMostWaiting;

/// What a document step holds of a batch of documents.
MemoryNeed of_mean_field(Precision precision, std::uint64_t num_topics, const CorpusSize& batch,
                         int num_threads) {
  const bool reference = precision == Precision::float64;
  const std::uint64_t number = reference ? kDouble : kFloat;
  const std::uint64_t row = reference ? kDouble * num_topics : kFloat * kernels::row_size(num_topics);
  const std::uint64_t pair = 4 * kInt + number;  // word, count, where it occurs, ratio
  return {.topics = batch.words * (row + 3 * kDouble),
          .documents = batch.pairs * pair + batch.documents * 4 * kDouble,
          .gamma = batch.documents * 2 * row,
          .scratch = static_cast<std::uint64_t>(num_threads) * batch.longest_pairs * row};
}

MemoryNeed of_collapsed(std::uint64_t num_topics, const CorpusSize& batch, int num_threads) {
  const std::uint64_t row = kFloat * kernels::row_size(num_topics);
  // In the first steps every word is every topic's. Vectors that grow have room for half as much again.
  const std::uint64_t counts = std::min(batch.pairs * num_topics, kMostCounts);
  return {
      .topics = batch.words * (row + kDouble),
      .documents = batch.pairs * 3 * kInt + batch.documents * 4 * kDouble + counts * (kInt + kFloat) * 3 / 2,
      .gamma = batch.documents * std::min(num_topics, kTopicsOfADocument) * (kInt + kFloat + kDouble) * 3 / 2,
      .scratch = static_cast<std::uint64_t>(num_threads) * batch.longest_pairs * 2 * row};
}

/// So many documents at a time, of average length. Their distinct words grow as the root of their number
/// (Heaps 1978).
CorpusSize part_of(const CorpusSize& corpus, std::size_t documents) {
  if (documents >= corpus.documents) return corpus;
  CorpusSize part = corpus;
  part.documents = documents;
  part.pairs = corpus.pairs * documents / corpus.documents;
  part.words = static_cast<std::size_t>(
      std::sqrt(static_cast<double>(documents) / static_cast<double>(corpus.documents)) *
      static_cast<double>(corpus.words));
  return part;
}

}  // namespace

CorpusSize size_of(const DocumentSource& source) {
  CorpusSize size{.documents = source.num_documents(), .words = source.num_words()};
  for (std::size_t d = 0; d < source.num_documents(); ++d) {
    size.pairs += source.num_pairs_of(d);
    size.longest_pairs = std::max(size.longest_pairs, source.num_pairs_of(d));
  }
  return size;
}

MemoryNeed memory_need(const TrainingOptions& options, const CorpusSize& corpus, int num_threads,
                       Beside beside) {
  const auto num_topics = static_cast<std::uint64_t>(options.num_topics);
  const std::uint64_t lambda = kDouble * num_topics * corpus.words;
  const bool batch = options.method == Method::batch, collapsed = options.method == Method::collapsed;
  const auto mean_field = [&](const CorpusSize& part) {
    return of_mean_field(options.document.precision, num_topics, part, num_threads);
  };
  const CorpusSize step = batch ? corpus : part_of(corpus, options.stochastic.batch_size);
  MemoryNeed need = collapsed ? of_collapsed(num_topics, step, num_threads) : mean_field(step);
  const std::uint64_t in_checkpoint = batch ? kDouble * num_topics * corpus.documents : 0;
  need.gamma += in_checkpoint;
  if (!batch) {  // the bound at the end, with what the allocator keeps of the many pieces of collapsed steps
    const MemoryNeed bound = mean_field(part_of(corpus, kDocumentsInMemory));
    if (collapsed) {
      need += bound;
    } else if (bound.total() > need.total()) {
      need = bound;
    }
  }
  need.documents += kDouble * corpus.documents;  // their order
  need.topics += 2 * lambda;  // the topics, in two forms while they go from one to the other
  if (beside != Beside::nothing) {
    need.topics += beside == Beside::best_run ? 2 * lambda : lambda;
    need.gamma += in_checkpoint;
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
