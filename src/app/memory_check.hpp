#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "vilda/lda/memory_need.hpp"

namespace vilda::app {

/// One line on what training will need beside the memory in use, and of what.
std::string description(const lda::MemoryNeed& need, std::uint64_t in_use);

/// Throws ResourceLimit where memory in use and need together exceed --memory or, where that is not given,
/// where the need exceeds 80 % of what is available.
void require_memory(const lda::MemoryNeed& need, std::uint64_t in_use, std::optional<std::uint64_t> limit);

}  // namespace vilda::app
