#include "corpus/bytes/quote.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/bytes/utf8.hpp"

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

std::string on_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t length = utf8_character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    line += length == 0 || is_control(text[0]) ? escape(text[0]) : std::string(character);
    text.remove_prefix(character.size());
  }
  return line;
}

std::string quote(std::string_view found) {
  std::size_t end = 0;
  while (end < found.size() && end < kMostBytes)
    end += std::max<std::size_t>(utf8_character_length(found.substr(end)), 1);
  return fmt::format("\"{}{}\"", on_one_line(found.substr(0, end)), end < found.size() ? "..." : "");
}

}  // namespace vilda::corpus
