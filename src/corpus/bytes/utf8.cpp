#include "corpus/bytes/utf8.hpp"

#include <simdjson.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace vilda::corpus {

std::size_t utf8_character_length(std::string_view text) {
  if (text.empty()) return 0;
  const std::string_view start = text.substr(0, U8_MAX_LENGTH);
  const auto size = static_cast<std::int32_t>(start.size());
  std::int32_t length = 0;
  UChar32 character = 0;
  U8_NEXT(start.data(), length, size, character);
  return character < 0 ? 0 : static_cast<std::size_t>(length);
}

/// Nearly all text is valid, which is soon said; where it is not, it is walked through.
std::size_t valid_text_prefix(std::string_view text) {
  if (simdjson::validate_utf8(text) && text.find('\0') == text.npos) return text.size();
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t length = text[position] == '\0' ? 0 : utf8_character_length(text.substr(position));
    if (length == 0) break;
    position += length;
  }
  return position;
}

}  // namespace vilda::corpus
