#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "vilda/lda/memory_need.hpp"

namespace vilda::app {

/// What training may take: so much that it, the words, and what is in use now stay within --memory or, where
/// that is not given, 80 % of what is available now.
class MemoryLimit {
 public:
  /// `words`: bytes of the vocabulary, where it is still to be read.
  MemoryLimit(std::optional<std::uint64_t> given, std::uint64_t words);

  bool allows(const lda::MemoryNeed& need) const;
  void require(const lda::MemoryNeed& need) const;  ///< throws ResourceLimit

  /// One line on what training will need beside the memory in use, and of what.
  std::string description(const lda::MemoryNeed& need) const;

 private:
  std::optional<std::uint64_t> given_;
  std::uint64_t words_, in_use_, available_;
};

}  // namespace vilda::app
