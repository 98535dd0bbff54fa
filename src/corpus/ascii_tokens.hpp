#pragma once

#include <cstddef>
#include <cstdint>

namespace vilda::corpus {

/// A block of 64 bytes of text, a bit a byte, the first one lowest.
struct AsciiTokens {
  static constexpr std::size_t kBlock = 64;

  std::uint64_t inside = 0;      ///< letters, digits, connectors, and what joins two letters or two digits
  std::uint64_t connectors = 0;  ///< of those, the connectors
  std::uint64_t not_ascii = 0;
};

/// Which of 64 bytes are inside words, by the rules for word boundaries (UAX #29, as CharacterClass has them)
/// and as if spaces stood before and behind: whether the last byte before one that is not ASCII, or before
/// the end, joins others does not show. `bytes` are 64 readable ones.
AsciiTokens ascii_tokens(const char* bytes);

}  // namespace vilda::corpus
