#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/item_order.hpp"

namespace vilda::lda {

/// Where every document is inferred once, so many are held at a time.
inline constexpr std::size_t kDocumentsInMemory = 4096;

/// act(some, first): some documents after the other, `first` being the number of their first. Once where
/// there are none.
template <class Act>
void for_some_documents(std::size_t num_documents, Act act) {
  const std::vector<std::size_t> documents = vi::in_order(num_documents);
  std::size_t first = 0;
  do {
    act(vi::Batch(documents).subspan(first, std::min(kDocumentsInMemory, num_documents - first)), first);
    first += kDocumentsInMemory;
  } while (first < num_documents);
}

}  // namespace vilda::lda
