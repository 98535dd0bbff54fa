#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lda/collapsed/collapsed_inference.hpp"
#include "vilda/lda/document_batch.hpp"

namespace vilda::lda {

/// What is kept of a batch's documents once the collapsed step has inferred them: their topics, gamma of
/// these, and the expected counts n_dw phi_dwk but for the negligible ones, each by the thread that inferred
/// it. When they become too many they are summed up by word. The words are divided into ranges, whose counts
/// lie together: a thread that sums up a range reads no others.
class InferredDocuments {
 public:
  /// A topic's share of a word's tokens is negligible that is so small a part of the largest: with a tenth of
  /// this topics are the same, with ten times as much they are worse.
  static constexpr float kNegligible = 1e-3F;

  /// Counts that may wait to be summed up: 16 MB.
  static constexpr std::size_t kMostWaiting = 2'000'000;

  /// Of words, with about equally many pairs each (one thread fills the first alone): several for each of a
  /// few threads, so that these end together; with more of them the counts of a document lie in more places.
  static constexpr std::size_t kRanges = 16;

  explicit InferredDocuments(std::size_t num_topics, std::size_t most_waiting = kMostWaiting)
      : num_topics_(num_topics), most_waiting_(most_waiting) {}

  void begin(const DocumentBatch& batch);  ///< which must outlive its use here

  /// Of a document of the batch, by any thread; those of a thread rise.
  void keep(std::size_t document, const CollapsedInference& inferred);

  /// Bounds the memory. To be called after every few documents, the same whatever the number of threads: all
  /// before `end`, and none from there, have been kept.
  void sum_up_if_many(std::size_t end);

  /// LocalStep::add_expected_counts
  Eigen::VectorXd add_expected_counts(double factor, Eigen::MatrixXd& sums) const;

  /// gamma_d (K): `alpha` where the document does not use a topic.
  Eigen::VectorXd gamma(std::size_t document, const Eigen::VectorXd& alpha) const;

 private:
  struct Pair {
    std::uint32_t document, word;  // in the batch
    std::uint32_t end;             // of its counts
  };
  /// The counts of one range of words, by one thread, in the order of its documents.
  struct CountsOfRange {
    void add(std::uint32_t document, std::uint32_t word, std::span<const std::uint32_t> topics,
             const float* phi, float count, double* tokens);
    void clear();

    std::vector<Pair> pairs;
    std::vector<std::uint32_t> of_topics;  // with room for more than there are
    std::vector<float> counts;             // of these
    std::size_t num_counts = 0;
  };
  /// What one thread kept, one document behind the other; in cache lines of its own.
  struct alignas(64) Kept {
    std::vector<std::uint32_t> topics;
    std::vector<float> gamma;    // of these
    std::vector<double> tokens;  // of these: sum over words of the counts
    std::array<CountsOfRange, kRanges> of_ranges;
    std::vector<double> of_document;  // a row: the tokens of one, zero between documents
  };
  struct Place {
    std::uint32_t thread;
    std::size_t topic, num_topics;  // in topics, gamma, tokens
  };

  void divide_words();
  template <class Column>
  void add_waiting(std::size_t end, double factor, Column column) const;

  std::size_t num_topics_, most_waiting_;
  const DocumentBatch* batch_ = nullptr;
  std::array<std::uint32_t, kRanges> range_ends_{};  // one more than their last words
  std::vector<Kept> kept_;                           // of the threads
  std::vector<Place> places_;                        // of the documents
  std::size_t first_waiting_ = 0;                    // the documents before are summed up
  Eigen::MatrixXd summed_up_;                        // K x U, or nothing
};

}  // namespace vilda::lda
