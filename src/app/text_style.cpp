#include "app/text_style.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "app/terminal.hpp"

namespace vilda::app {
namespace {

struct Character {
  std::string_view bytes;
  char32_t code;
};

/// The first character of UTF-8 text that is not empty; a stray byte stands for itself.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size == 1 || size > text.size()) return {.bytes = text.substr(0, 1), .code = lead};
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {.bytes = text.substr(0, size), .code = code};
}

template <class Function>
void for_each_character(std::string_view text, Function function) {
  while (!text.empty()) {
    const Character character = first_character(text);
    function(character);
    text.remove_prefix(character.bytes.size());
  }
}

struct Interval {
  char32_t first, last;
};

template <std::size_t N>
bool lies_in(char32_t code, const std::array<Interval, N>& intervals) {
  return std::ranges::any_of(intervals, [&](const Interval& i) { return i.first <= code && code <= i.last; });
}

/// The blocks of Unicode 15 that terminals show two columns wide.
constexpr std::array<Interval, 10> kWide{{{0x1100, 0x115F},
                                          {0x2E80, 0xA4CF},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE6F},
                                          {0xFF00, 0xFF60},
                                          {0xFFE0, 0xFFE6},
                                          {0x1F300, 0x1F64F},
                                          {0x1F900, 0x1F9FF},
                                          {0x20000, 0x3FFFD}}};
constexpr std::array<Interval, 7> kCombining{{{0x0300, 0x036F},
                                              {0x0591, 0x05BD},
                                              {0x064B, 0x065F},
                                              {0x0E34, 0x0E3A},
                                              {0x200B, 0x200F},
                                              {0x20D0, 0x20FF},
                                              {0xFE00, 0xFE0F}}};
/// Control characters, and those that turn the direction of the text that follows.
constexpr std::array<Interval, 4> kControl{{{0x00, 0x1F}, {0x7F, 0x9F}, {0x202A, 0x202E}, {0x2066, 0x2069}}};

int width_of(char32_t code) {
  return lies_in(code, kCombining) ? 0 : lies_in(code, kWide) ? 2 : 1;
}

std::string styled(std::string_view text, int code) {
  return stdout_has_colour() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace

bool stdout_has_colour() {
  const char* term = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) != 0 && term != nullptr && std::string_view(term) != "dumb" &&
         (no_color == nullptr || *no_color == '\0');
}

int stdout_columns() {
  const char* columns = std::getenv("COLUMNS");
  if (const int wanted = columns == nullptr ? 0 : std::atoi(columns); wanted > 0) return wanted;
  return ::isatty(STDOUT_FILENO) != 0 ? terminal_width(STDOUT_FILENO) : 0;
}

std::string bold(std::string_view text) {
  return styled(text, 1);
}

std::string faint(std::string_view text) {
  return styled(text, 2);
}

std::string printable(std::string_view text) {
  std::string result;
  for_each_character(text, [&](const Character& character) {
    result += lies_in(character.code, kControl) ? std::string_view("\uFFFD") : character.bytes;
  });
  return result;
}

int display_width(std::string_view text) {
  int width = 0;
  for_each_character(text, [&](const Character& character) { width += width_of(character.code); });
  return width;
}

std::string cut_to_width(const std::string& text, int columns) {
  if (display_width(text) <= columns) return text;
  std::string result;
  int width = 0;
  bool full = false;
  for_each_character(text, [&](const Character& character) {
    full = full || width + width_of(character.code) > columns - 1;
    if (full) return;
    width += width_of(character.code);
    result += character.bytes;
  });
  return result + "\u2026";
}

std::string fitted(const std::string& text) {
  const int columns = stdout_columns();
  return columns == 0 ? text : cut_to_width(text, columns);
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(std::max(0, columns - display_width(text))), ' ');
}

std::string bar(double share, int columns) {
  static const std::array<std::string, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 8 * columns));
  std::string result;
  for (int i = 0; i < eighths / 8; ++i) result += "█";
  return padded(result + parts[static_cast<std::size_t>(eighths % 8)], columns);
}

}  // namespace vilda::app
