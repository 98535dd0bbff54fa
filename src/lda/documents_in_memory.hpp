#pragma once

#include <cstddef>

namespace vilda::lda {

/// The bound at the end of a run is added up so many documents at a time.
inline constexpr std::size_t kDocumentsInMemory = 4096;

}  // namespace vilda::lda
