#include "corpus/utf8.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace vilda::corpus {
namespace {

/// Whether each of the 8 bytes is in 1 .. 127: subtracting 1 sets the high bit of a zero byte (or borrows
/// into it).
bool eight_plain_bytes(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return ((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

}  // namespace

std::size_t utf8_character_length(std::string_view text) {
  if (text.empty()) return 0;
  const std::string_view start = text.substr(0, U8_MAX_LENGTH);
  const auto size = static_cast<std::int32_t>(start.size());
  std::int32_t length = 0;
  UChar32 character = 0;
  U8_NEXT(start.data(), length, size, character);
  return character < 0 ? 0 : static_cast<std::size_t>(length);
}

std::size_t valid_text_prefix(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    if (text.size() - position >= 8 && eight_plain_bytes(text.data() + position)) {
      position += 8;
      continue;
    }
    const std::size_t length = text[position] == '\0' ? 0 : utf8_character_length(text.substr(position));
    if (length == 0) break;
    position += length;
  }
  return position;
}

}  // namespace vilda::corpus
