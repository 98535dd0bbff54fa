#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corpus/ascii_tokens.cpp"
#include <hwy/foreach_target.h>
// clang-format keeps this order: foreach_target.h includes this file once a target.
#include <hwy/highway.h>

#include "corpus/ascii_tokens.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::corpus::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Bytes = hn::CappedTag<std::uint8_t, AsciiTokens::kBlock>;
using Vector = hn::Vec<Bytes>;
using Mask = hn::Mask<Bytes>;

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
  for (std::size_t i = 0; i < AsciiTokens::kBlock; i += hn::Lanes(d)) {
    std::uint64_t part = 0;
    const Vector bytes = hn::LoadU(d, reinterpret_cast<const std::uint8_t*>(block) + i);
    hn::StoreMaskBits(d, is_in_class(bytes), reinterpret_cast<std::uint8_t*>(&part));
    bits |= part << i;
  }
  return bits;
}

AsciiTokens Tokens(const char* block) {
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

}  // namespace vilda::corpus::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace vilda::corpus {

HWY_EXPORT(Tokens);

AsciiTokens ascii_tokens(const char* bytes) {
  return HWY_DYNAMIC_DISPATCH(Tokens)(bytes);
}

}  // namespace vilda::corpus

#endif
