#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilda::lda {

/// A document whose E-step ended at the limit of iterations.
struct UnconvergedDocument {
  std::size_t document = 0;    ///< its number in the corpus
  double change = 0;           ///< mean over k of |change of gamma_dk| that one more iteration makes
  double relative_change = 0;  ///< the sum of these changes over the sum of gamma_d

  bool operator==(const UnconvergedDocument&) const = default;
};

/// gamma, next: K, before and after one more iteration.
UnconvergedDocument unconverged_document(std::size_t document, const Eigen::VectorXd& gamma,
                                         const Eigen::VectorXd& next);

/// Those of the largest change, of equals the first in the corpus: the same ones in whatever order they come.
class WorstDocuments {
 public:
  static constexpr std::size_t kMost = 5;

  void add(const UnconvergedDocument& document);
  WorstDocuments& operator+=(const WorstDocuments& other);
  const std::vector<UnconvergedDocument>& documents() const { return documents_; }  ///< the worst first

 private:
  std::vector<UnconvergedDocument> documents_;
};

/// How the document step went, summed over the documents inferred.
struct DocumentLedger {
  std::uint64_t documents = 0;
  std::uint64_t converged = 0;  ///< 0 of a step that makes a fixed number of sweeps
  std::uint64_t iterations = 0;
  std::uint64_t word_iterations = 0;  ///< iterations times the document's distinct words: what the work is
  WorstDocuments worst{};             ///< of mean field

  DocumentLedger& operator+=(const DocumentLedger& other) {
    documents += other.documents;
    converged += other.converged;
    iterations += other.iterations;
    word_iterations += other.word_iterations;
    worst += other.worst;
    return *this;
  }
};

}  // namespace vilda::lda
