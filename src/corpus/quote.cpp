#include "corpus/quote.hpp"

#include <fmt/format.h>

#include "corpus/utf8.hpp"

namespace vilda::corpus {
namespace {

constexpr std::size_t kMostBytes = 40;

std::string escape(char byte) {
  switch (byte) {
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
  }
}

bool is_control(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

}  // namespace

std::string quote(std::string_view found) {
  std::string text = "\"";
  std::size_t position = 0;
  while (position < found.size() && position < kMostBytes) {
    const std::size_t length = utf8_character_length(found.substr(position));
    const std::string_view character = found.substr(position, length);
    text += length == 0 || is_control(character[0]) ? escape(found[position]) : std::string(character);
    position += length == 0 ? 1 : length;
  }
  return text + (position < found.size() ? "...\"" : "\"");
}

}  // namespace vilda::corpus
