#pragma once

#include <Eigen/Core>
#include <vector>

#include "vilda/lda/document_pairs.hpp"
#include "vilda/lda/word_numbers.hpp"

namespace vilda::lda {

/// The pairs of a batch of documents, whose words are numbered within the batch, by rising id.
class DocumentBatch : public DocumentPairs {
 public:
  DocumentBatch() = default;
  DocumentBatch(const DocumentSource& source, vi::Batch documents) : numbers_(source.num_words()) {
    read(source, documents);
    numbers_.add(DocumentPairs::words());
    numbers_.number();
    number_words(numbers_);
  }

  const std::vector<Eigen::Index>& words() const { return numbers_.words(); }  ///< distinct ids, ascending

 private:
  WordNumbers numbers_;
};

}  // namespace vilda::lda
