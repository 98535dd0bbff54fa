#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vilda::corpus {

/// The fields of a line: what lies between spaces and tabs.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  /// The next field, empty at the end of the line.
  std::string_view next() {
    const char* begin = rest_.data();
    const char* const line_end = begin + rest_.size();
    while (begin != line_end && is_blank(*begin)) ++begin;
    const char* end = begin;
    while (end != line_end && !is_blank(*end)) ++end;
    rest_ = {end, static_cast<std::size_t>(line_end - end)};
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  /// What follows the fields so far.
  std::string_view rest() const { return rest_; }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t'; }

  std::string_view rest_;
};

/// Whether `field` is a number, which may have a sign.
inline bool is_number(std::string_view field) {
  if (field.starts_with('+')) field.remove_prefix(1);
  double value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  return error == std::errc() && stop == end;
}

/// The whole number that `field` is, if it is nothing but digits and fits.
inline std::optional<std::uint64_t> whole_number(std::string_view field) {
  std::uint64_t number = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

/// The whole number that `field` is, written as one ("3") or as a number that is whole ("3.0", "3e0").
inline std::optional<std::uint64_t> whole_valued_number(std::string_view field) {
  if (const auto number = whole_number(field)) return number;
  double value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  if (error != std::errc() || stop != end || !(value >= 0 && value < 9e15)) return std::nullopt;
  const auto number = static_cast<std::uint64_t>(value);
  return static_cast<double>(number) == value ? std::optional(number) : std::nullopt;
}

}  // namespace vilda::corpus
