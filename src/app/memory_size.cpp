#include "app/memory_size.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "vilda/error.hpp"

namespace vilda::app {

std::optional<std::uint64_t> memory_given(const po::variables_map& given) {
  if (given.count("memory") == 0) return std::nullopt;
  const auto& text = given["memory"].as<std::string>();
  constexpr std::string_view units = "KMGT";
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit(stop, end);
  const std::size_t power = unit.empty() ? 0 : units.find(unit) + 1;  // 0 where it is none of them
  const bool known = unit.empty() || (unit.size() == 1 && power > 0);
  if (error != std::errc() || !known || number == 0 || number > (~std::uint64_t{0} >> 10 * power)) {
    throw InvalidOption(fmt::format("--memory is \"{}\"; it must be a size like 512M or 2G", text));
  }
  return number << 10 * power;
}

}  // namespace vilda::app
