#pragma once

#include <cstddef>
#include <cstdint>

#include "vilda/lda/training.hpp"

namespace vilda::lda {

/// What training reads, as far as memory goes.
struct CorpusSize {
  std::size_t documents = 0;         ///< D
  std::size_t words = 0;             ///< V
  std::uint64_t pairs = 0;           ///< P: distinct (document, word)
  std::size_t longest_pairs = 0;     ///< of the document with most of them
  std::size_t sample_documents = 0;  ///< a sample of them, the distinct words of which are these:
  std::size_t sample_words = 0;
};

/// One look at every document, and all of a sample.
CorpusSize size_of(const DocumentSource& source);

/// The memory that train() takes beside its source, at its largest, in bytes.
struct MemoryNeed {
  std::uint64_t topics = 0;     ///< numbers of K x V: lambda, its copies, the words' rows, expected counts
  std::uint64_t documents = 0;  ///< numbers of P and D: the documents that are worked on
  std::uint64_t gamma = 0;      ///< numbers of K x D: gamma, its weights, its copy in the checkpoint
  std::uint64_t scratch = 0;    ///< of the threads

  MemoryNeed& operator+=(const MemoryNeed& other);
  std::uint64_t total() const { return topics + documents + gamma + scratch; }
};

/// What stays in memory while it runs.
enum class Beside {
  nothing,
  checkpoint,  ///< at which it starts
  best_run,    ///< of other seeds, so far
};

MemoryNeed memory_need(const TrainingOptions& options, const CorpusSize& corpus, int num_threads,
                       Beside beside = Beside::nothing);

}  // namespace vilda::lda
