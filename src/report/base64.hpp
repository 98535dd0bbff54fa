#pragma once

#include <bit>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace vilda::report {

/// RFC 4648, section 4.
std::string base64_of_bytes(std::string_view bytes);

/// Numbers as a little-endian array.
template <class Number>
std::string base64(const std::vector<Number>& numbers) {
  static_assert(std::endian::native == std::endian::little);
  return base64_of_bytes({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)});
}

}  // namespace vilda::report
