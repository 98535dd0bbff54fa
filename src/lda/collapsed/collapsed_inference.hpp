#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"

namespace vilda::lda {

/// The collapsed document step of one document after the other, on one thread. After some sweeps a document
/// goes on with the topics that it uses alone; the next time it starts with all of them. That is less work,
/// and it makes better topics of short documents, in whose expected counts every topic has a little.
class CollapsedInference {
 public:
  /// tolerance: of the mean absolute change of gamma in a sweep.
  CollapsedInference(std::size_t longest_document, std::size_t num_topics, int max_sweeps, double tolerance);

  kernels::Outcome infer(const kernels::CollapsedDocument& document);

  // Of the document inferred last, until the next one.
  const kernels::CollapsedDocument& document() const { return document_; }  ///< as the topics used see it
  std::span<const std::uint32_t> topics() const {                           ///< those used, ascending
    return {topics_.data(), document_.num_topics};
  }
  const float* gamma() const { return gamma_.row(0); }  ///< of these
  const float* phi() const { return phi_.row(0); }      ///< a row of these a word, one after the other

 private:
  void keep_topics_in_sight();
  void keep_topics_used();
  bool keep_topics_with(const float* tokens, float most_needed);

  std::size_t num_topics_;
  int max_sweeps_;
  float tolerance_;
  kernels::CollapsedDocument document_{};
  std::vector<std::uint32_t> topics_;  // a row
  Rows gamma_, scratch_;
  Rows phi_;  // a row a word
  // Of the topics kept:
  std::vector<std::uint32_t> kept_;  // with room for all: their positions among those before
  std::vector<kernels::LanesOfEight> lanes_;
  Rows alpha_;  // one
  Rows words_;  // a row a word, one after the other
  std::vector<const float*> rows_, phi_rows_;
};

}  // namespace vilda::lda
