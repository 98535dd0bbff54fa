#include "vilda/lda/document_ledger.hpp"

#include <algorithm>

namespace vilda::lda {

UnconvergedDocument unconverged_document(std::size_t document, const Eigen::VectorXd& gamma,
                                         const Eigen::VectorXd& next) {
  const double change = (next - gamma).cwiseAbs().sum();
  return {.document = document,
          .change = change / static_cast<double>(gamma.size()),
          .relative_change = change / gamma.sum()};
}

void WorstDocuments::add(const UnconvergedDocument& document) {
  const auto worse = [](const UnconvergedDocument& a, const UnconvergedDocument& b) {
    return a.change != b.change ? a.change > b.change : a.document < b.document;
  };
  documents_.insert(std::ranges::upper_bound(documents_, document, worse), document);
  if (documents_.size() > kMost) documents_.pop_back();
}

WorstDocuments& WorstDocuments::operator+=(const WorstDocuments& other) {
  for (const UnconvergedDocument& document : other.documents_) add(document);
  return *this;
}

}  // namespace vilda::lda
