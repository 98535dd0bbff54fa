#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace vilda::corpus {

inline std::uint64_t load_word(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The first 16 bytes of a string, zeros behind them: up to that size two comparisons of words tell strings
/// apart.
struct StringStart {
  static constexpr std::size_t kSize = 16;

  std::uint64_t low = 0, high = 0;

  bool operator==(const StringStart&) const = default;

  static StringStart of(std::string_view string) {
    std::array<char, kSize> bytes{};
    std::copy_n(string.data(), std::min(string.size(), kSize), bytes.data());
    return {load_word(bytes.data()), load_word(bytes.data() + 8)};
  }

  /// The same, faster: so many bytes from the beginning of the string on must be readable.
  static StringStart of_readable(std::string_view string) {
    static constexpr auto kOnesThenZeros = [] {
      std::array<char, 2 * kSize> bytes{};
      std::fill_n(bytes.begin(), kSize, '\xFF');
      return bytes;
    }();
    const char* const mask = kOnesThenZeros.data() + kSize - std::min(string.size(), kSize);
    return {load_word(string.data()) & load_word(mask), load_word(string.data() + 8) & load_word(mask + 8)};
  }
};

}  // namespace vilda::corpus
