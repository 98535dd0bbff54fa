#include "vilda/gaussian/parse_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "vilda/error.hpp"

namespace vilda::gaussian {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<double> finite_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

std::vector<double> parse_numbers(std::string_view text, const std::string& name) {
  constexpr std::size_t kShown = 40;
  std::vector<double> numbers;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view content = trimmed(text.substr(0, length));
    text.remove_prefix(std::min(text.size(), length + 1));
    if (content.empty() || content.starts_with('#')) continue;
    const std::optional<double> number = finite_number(content);
    if (!number) {
      throw BadInput(fmt::format("{}:{}: found \"{}\"; expected a number a line", name, line,
                                 content.substr(0, kShown)));
    }
    numbers.push_back(*number);
  }
  if (numbers.empty()) throw BadInput(fmt::format("{}: found no number; expected one a line", name));
  return numbers;
}

}  // namespace vilda::gaussian
