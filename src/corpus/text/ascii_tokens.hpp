#pragma once

#include <cstddef>
#include <string_view>

#include "corpus/text/token_buffer.hpp"

namespace vilda::corpus {

/// Where the search for tokens in ASCII has ended.
struct AsciiTokensEnd {
  std::size_t position;     ///< no token goes on here; those before were found
  std::size_t mixed_until;  ///< not all bytes up to here are ASCII; `position` if all are
};

/// Finds the tokens at the beginning of `text`, 64 bytes at a time, by the rules for word boundaries (UAX
/// #29, as CharacterClass has them), up to characters that are not ASCII, or a token that 64 bytes do not
/// hold.
AsciiTokensEnd find_ascii_tokens(std::string_view text, TokenBuffer& tokens);

}  // namespace vilda::corpus
