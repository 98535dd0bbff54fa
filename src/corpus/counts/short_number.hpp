#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "corpus/counts/word_count.hpp"

namespace vilda::corpus {

/// The whole number of at most seven digits that text begins with, without a branch a digit.
struct ShortNumber {
  std::uint32_t value = 0;
  std::size_t digits = 0;  ///< none if it begins with no digit, or with eight

  explicit operator bool() const { return digits > 0; }
};

/// Eight bytes from `text` on must be readable. All of them are looked at together, as one word: the digits
/// are moved to its end and added up in pairs, fours and eights.
inline ShortNumber short_number(const char* text) {
  std::uint64_t word;
  std::memcpy(&word, text, sizeof word);
  word ^= 0x3030303030303030;  // a digit becomes its value, another byte more than 9
  const std::uint64_t others = ((word + 0x7676767676767676) | word) & 0x8080808080808080;
  const auto digits = static_cast<std::size_t>(std::countr_zero(others)) / 8;
  if (digits == 0 || digits == 8) return {};
  word <<= 64 - 8 * digits;
  word = (word * 10 + (word >> 8)) & 0x00FF00FF00FF00FF;
  word = (word * 100 + (word >> 16)) & 0x0000FFFF0000FFFF;
  word = (word * 10000 + (word >> 32)) & 0x00000000FFFFFFFF;
  return {static_cast<std::uint32_t>(word), digits};
}

/// Where a colon, a space or a tab stands first in [begin, end), or `end`. LineBlock::kReadableBehind bytes
/// behind `end` must be readable: eight are looked at together.
inline const char* find_separator(const char* begin, const char* end) {
  for (; begin < end; begin += 8) {
    std::uint64_t word;
    std::memcpy(&word, begin, sizeof word);
    std::uint64_t found = 0;  // the highest bit of a byte that is one; perhaps of those behind it, too
    for (const std::uint64_t separator : {0x3A3A3A3A3A3A3A3Au, 0x2020202020202020u, 0x0909090909090909u}) {
      const std::uint64_t zero_there = word ^ separator;
      found |= (zero_there - 0x0101010101010101u) & ~zero_there & 0x8080808080808080u;
    }
    if (found != 0) return std::min(begin + std::countr_zero(found) / 8, end);
  }
  return end;
}

/// Goes over ` word:count` like take_short_pair.
inline bool take_short_feature(const char*& at, const char* end, std::string_view& word,
                               std::uint32_t& count) {
  if (at == end || *at != ' ') return false;
  const char* const colon = find_separator(at + 1, end);
  if (colon == at + 1 || colon == end || *colon != ':') return false;
  const ShortNumber number = short_number(colon + 1);
  const char* const behind = colon + 1 + number.digits;
  if (!number || number.value == 0 || (behind != end && *behind != ' ' && *behind != '\t')) return false;
  word = {at + 1, static_cast<std::size_t>(colon - at - 1)};
  count = number.value;
  at = behind;
  return true;
}

/// Goes over ` id:count` in a line that ends at `end`, both numbers short, the id in [first_id, end_id), the
/// count not 0, where a blank or the end of the line follows; false, and nowhere, for anything else.
/// LineBlock::kReadableBehind bytes behind the line must be readable.
inline bool take_short_pair(const char*& at, const char* end, std::uint64_t first_id, std::uint64_t end_id,
                            WordCount& pair) {
  if (at == end || *at != ' ') return false;
  const ShortNumber id = short_number(at + 1);
  const char* const colon = at + 1 + id.digits;
  if (!id || id.value < first_id || id.value >= end_id || *colon != ':') return false;
  const ShortNumber count = short_number(colon + 1);
  const char* const behind = colon + 1 + count.digits;
  if (!count || count.value == 0 || (behind != end && *behind != ' ' && *behind != '\t')) return false;
  pair = {id.value, count.value};
  at = behind;
  return true;
}

/// Goes over `a b c` and the end of its line; false, and nowhere, for anything but three short numbers with a
/// space between.
inline bool take_short_triple(std::string_view& text, std::array<std::uint32_t, 3>& numbers) {
  const char* at = text.data();
  for (std::size_t i = 0; i < 3; ++i) {
    const ShortNumber number = short_number(at);
    at += number.digits;
    if (!number || *at++ != (i < 2 ? ' ' : '\n')) return false;
    numbers[i] = number.value;
  }
  text.remove_prefix(static_cast<std::size_t>(at - text.data()));
  return true;
}

}  // namespace vilda::corpus
