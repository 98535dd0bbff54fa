#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "vilda/lda/memory_need.hpp"

namespace vilda::app {

/// What training may take: so much that it and what is in use now stay within --memory or, where that is not
/// given, 80 % of what is available now.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::optional<std::uint64_t> given);

  bool allows(const lda::MemoryNeed& need) const;
  void require(const lda::MemoryNeed& need) const;  ///< throws ResourceLimit

  /// One line on what training will need beside the memory in use, and of what.
  std::string description(const lda::MemoryNeed& need) const;

 private:
  std::optional<std::uint64_t> given_;
  std::uint64_t in_use_, available_;
};

}  // namespace vilda::app
