#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corpus/text/ascii_tokens.cpp"
#include <hwy/foreach_target.h>
// clang-format keeps this order: foreach_target.h includes this file once a target.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "corpus/text/ascii_tokens.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::corpus::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
constexpr std::size_t kBlock = 64;
using Bytes = hn::CappedTag<std::uint8_t, kBlock>;
using Vector = hn::Vec<Bytes>;
using Mask = hn::Mask<Bytes>;

/// A block of 64 bytes of text, a bit a byte, the first one lowest.
struct Classes {
  std::uint64_t inside;      // letters, digits, connectors, and what joins two letters or two digits
  std::uint64_t connectors;  // of those, the connectors
  std::uint64_t not_ascii;
};

Mask is_between(Vector bytes, char first, char last) {
  const Bytes d;
  const auto limit = static_cast<std::uint8_t>(last - first + 1);
  return hn::Lt(hn::Sub(bytes, hn::Set(d, static_cast<std::uint8_t>(first))), hn::Set(d, limit));
}

Mask is_one_of(Vector bytes, char a, char b) {
  const Bytes d;
  return hn::Or(hn::Eq(bytes, hn::Set(d, static_cast<std::uint8_t>(a))),
                hn::Eq(bytes, hn::Set(d, static_cast<std::uint8_t>(b))));
}

/// The bits of a class of characters in the block.
template <class IsInClass>
std::uint64_t bits_of(const char* block, IsInClass is_in_class) {
  const Bytes d;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kBlock; i += hn::Lanes(d)) {
    std::uint64_t part = 0;
    const Vector bytes = hn::LoadU(d, reinterpret_cast<const std::uint8_t*>(block) + i);
    hn::StoreMaskBits(d, is_in_class(bytes), reinterpret_cast<std::uint8_t*>(&part));
    bits |= part << i;
  }
  return bits;
}

/// Which bytes are inside words as if spaces stood before and behind: whether the last byte before one that
/// is not ASCII, or before the end, joins others does not show.
Classes classes_of(const char* block) {
  const Bytes d;
  const std::uint64_t letters = bits_of(block, [&](Vector bytes) {
    const Vector lower = hn::Or(bytes, hn::Set(d, std::uint8_t{0x20}));
    return hn::Or(is_between(lower, 'a', 'z'), hn::Eq(bytes, hn::Set(d, std::uint8_t{'@'})));
  });
  const std::uint64_t digits = bits_of(block, [](Vector bytes) { return is_between(bytes, '0', '9'); });
  const std::uint64_t connectors = bits_of(block, [](Vector bytes) { return is_one_of(bytes, '_', '_'); });
  const std::uint64_t join_either = bits_of(block, [](Vector bytes) { return is_one_of(bytes, '.', '\''); });
  const std::uint64_t join_digits = bits_of(block, [](Vector bytes) { return is_one_of(bytes, ',', ';'); });

  const std::uint64_t between_letters = letters << 1 & letters >> 1;
  const std::uint64_t between_digits = digits << 1 & digits >> 1;
  const std::uint64_t joining =
      (join_either & (between_letters | between_digits)) | (join_digits & between_digits);
  return {.inside = letters | digits | connectors | joining,
          .connectors = connectors,
          .not_ascii =
              bits_of(block, [&](Vector bytes) { return hn::Gt(bytes, hn::Set(d, std::uint8_t{0x7F})); })};
}

Classes classes_of(const char* text, std::size_t size) {
  if (size == kBlock) return classes_of(text);
  std::array<char, kBlock> padded;
  padded.fill(' ');
  std::copy_n(text, size, padded.data());
  return classes_of(padded.data());
}

std::uint64_t first_bits(std::size_t number) {
  return number >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << number) - 1;
}

/// Each block begins where it is not sure that the last token of the one before ends.
AsciiTokensEnd FindTokens(std::string_view text, TokenBuffer& tokens) {
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t begin = position;
    const std::size_t size = std::min(kBlock, text.size() - begin);
    const Classes block = classes_of(text.data() + begin, size);
    const auto ascii = static_cast<std::size_t>(std::countr_zero(block.not_ascii));
    const bool ends_in_block = size < kBlock && ascii == kBlock;
    const std::uint64_t sure = first_bits(ends_in_block || ascii == 0 ? ascii : ascii - 1);
    std::uint64_t begins = block.inside & ~(block.inside << 1) & first_bits(ascii);
    std::uint64_t ends = ~block.inside & block.inside << 1 & sure;
    const std::uint64_t connectors_alone = block.connectors & begins & ends >> 1;
    begins ^= connectors_alone;
    ends ^= connectors_alone << 1;
    const std::uint64_t not_sure = tokens.add(text.data() + begin, begins, ends);
    position += std::min({static_cast<std::size_t>(std::countr_zero(not_sure)), ascii, size});
    if (ascii < kBlock) return {position, begin + kBlock};
    if (position == begin) break;
  }
  return {position, position};
}

}  // namespace vilda::corpus::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace vilda::corpus {

HWY_EXPORT(FindTokens);

AsciiTokensEnd find_ascii_tokens(std::string_view text, TokenBuffer& tokens) {
  return HWY_DYNAMIC_DISPATCH(FindTokens)(text, tokens);
}

}  // namespace vilda::corpus

#endif
