#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "lda/documents/document_blocks.hpp"
#include "lda/mean_field/document_prior.hpp"
#include "lda/mean_field/document_weights.hpp"
#include "lda/mean_field/mean_field_inference.hpp"
#include "lda/mean_field/word_rows.hpp"

namespace vilda::lda {

/// The expected counts of a batch's U words, sum_d n_dw phi_dwk, where inference leaves n_dw phi_dwk =
/// ratio_dw weights_dk rows_wk. They are computed when they are asked for; but where there are several
/// blocks, whose weights and ratios are not kept, each is added to a sum that lacks rows_wk.
class ExpectedCounts {
 public:
  /// Forgets the batch before.
  void begin(const DocumentBlocks& blocks, std::size_t num_topics);

  void begin_block(const DocumentPairs& block);
  float* weights_of(std::size_t document) { return weights_.row(document); }  ///< a row for inference to fill
  /// Of a document of the block, that was inferred last.
  void keep(const DocumentPairs& block, std::size_t document, MeanFieldInference& inference);
  void end_block(DocumentBlocks& blocks);

  /// As LocalStep::add_expected_counts. rows, prior: those that the documents were inferred with.
  Eigen::VectorXd add(double factor, DocumentBlocks& blocks, const WordRows& rows, const DocumentPrior& prior,
                      Eigen::MatrixXd& sums) const;

 private:
  void add_up(const WordOccurrences& occurrences);

  std::size_t num_topics_ = 0;
  // Where there are several blocks:
  Eigen::MatrixXd sums_;                // K x U: sum_d ratio_dw weights_dk
  std::vector<double> resting_ratios_;  // U: so often the weights at rest are still to be added to them

  // Of the block inferred last:
  DocumentWeights weights_;    // before gamma's last update
  std::vector<float> ratios_;  // of the pairs: n_dw / normalizer
};

}  // namespace vilda::lda
