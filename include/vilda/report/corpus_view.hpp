#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "vilda/corpus/corpus.hpp"
#include "vilda/lda/document_inference.hpp"
#include "vilda/lda/model.hpp"

/// A corpus seen through a model.
namespace vilda::report {

/// Called for every document in order with its proportions (K, sum to 1).
using ProportionsSink = std::function<void(std::size_t document, const Eigen::VectorXd& proportions)>;

/// Infers the documents in chunks, so that memory does not grow with their number.
void for_each_document(const lda::Model& model, const corpus::Corpus& corpus,
                       const lda::DocumentOptions& options, const ProportionsSink& sink);

struct TypicalDocument {
  std::size_t document = 0;
  Eigen::VectorXd proportions;  ///< K
};

struct CorpusView {
  /// Of each topic, the documents that have most of it, best first; of equal ones the earlier first.
  /// Empty documents are left out.
  std::vector<std::vector<TypicalDocument>> typical_documents;

  /// L labels: by their numbers where each begins with one ("1790s"), else those of most documents first.
  std::vector<std::string> labels;
  bool labels_are_numbered = false;          ///< each begins with a digit
  std::vector<std::size_t> label_documents;  ///< L: how many documents have the label
  Eigen::MatrixXd label_proportions;         ///< L x K: the mean proportions of the label's documents that
                                             ///< are not empty; a row sums to 1 or, without such, is zero

  std::size_t num_documents = 0;
  std::size_t empty_documents = 0;
  Eigen::VectorXd mean_proportions;       ///< K, over the documents that are not empty
  Eigen::MatrixXd proportion_covariance;  ///< K x K, over the same

  /// K x K, Pearson's, over the documents; zero for a topic that never varies, one on the diagonal.
  Eigen::MatrixXd correlations() const;
};

CorpusView view_corpus(const lda::Model& model, const corpus::Corpus& corpus,
                       const lda::DocumentOptions& options, std::size_t documents_per_topic);

/// Whether a < b, where runs of digits compare as numbers.
bool naturally_before(const std::string& a, const std::string& b);

}  // namespace vilda::report
