#include "corpus/strings/string_numbers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace vilda::corpus {
namespace {

constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kGroup = 64;  // strings that wait for memory at the same time

}  // namespace

/// Multilinear hashing: the highest bits are the best ones.
inline std::uint64_t StringNumbers::hash_of(std::string_view string, Start start) {
  constexpr std::uint64_t kLow = 0x9E3779B97F4A7C15, kHigh = 0xC2B2AE3D27D4EB4F;
  std::uint64_t hash = start.low * kLow + start.high * kHigh;
  if (string.size() > kReadable) {
    for (std::size_t begin = kReadable; begin + 8 < string.size(); begin += 8)
      hash = (hash ^ hash >> 32 ^ load_word(string.data() + begin)) * kLow;
    hash = (hash ^ hash >> 32 ^ load_word(string.data() + string.size() - 8)) * kHigh;
  }
  return hash;
}

inline bool StringNumbers::is(const Slot& slot, std::string_view string, Start start) {
  const std::uint64_t difference =
      (slot.start.low ^ start.low) | (slot.start.high ^ start.high) | (slot.size ^ string.size());
  if (difference != 0) return false;
  return string.size() <= kReadable ||
         std::memcmp(slot.bytes + kReadable, string.data() + kReadable, string.size() - kReadable) == 0;
}

StringNumbers::StringNumbers()
    : slots_(kFirstSlots), shift_(64 - static_cast<unsigned>(std::countr_zero(kFirstSlots))) {}

void StringNumbers::append_numbers(std::span<const std::string_view> strings,
                                   const NumberOfNew& number_of_new, std::vector<std::uint32_t>& numbers) {
  std::array<Start, kGroup> starts;
  std::array<std::uint64_t, kGroup> hashes;
  std::size_t next = numbers.size();
  numbers.resize(next + strings.size());
  while (!strings.empty()) {
    const auto group = strings.first(std::min(kGroup, strings.size()));
    for (std::size_t i = 0; i < group.size(); ++i) {
      starts[i] = Start::of_readable(group[i]);
      hashes[i] = hash_of(group[i], starts[i]);
      __builtin_prefetch(&home_of(hashes[i]));
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Slot& home = home_of(hashes[i]);
      numbers[next++] = is(home, group[i], starts[i])
                            ? home.number
                            : find_or_add(group[i], starts[i], hashes[i], number_of_new);
    }
    strings = strings.subspan(group.size());
  }
}

/// A string that is found farther on changes places with the one at its home: those that come often are soon
/// where they are looked for first. All slots between stay taken, so that both are found again.
std::uint32_t StringNumbers::find_or_add(std::string_view string, Start start, std::uint64_t hash,
                                         const NumberOfNew& number_of_new) {
  Slot& home = home_of(hash);
  for (Slot* slot = &home; !slot->is_free(); slot = &behind(*slot)) {
    if (!is(*slot, string, start)) continue;
    std::swap(*slot, home);
    return home.number;
  }
  const std::uint32_t number = number_of_new(string);
  add(string, start, hash, number);
  return number;
}

void StringNumbers::add(std::string_view string, Start start, std::uint64_t hash, std::uint32_t number) {
  if (4 * (size_ + 1) > 3 * slots_.size()) grow();
  const char* all_bytes = nullptr;
  if (string.size() > kReadable) {
    auto* const bytes = static_cast<char*>(bytes_.allocate(string.size(), 1));
    std::copy(string.begin(), string.end(), bytes);
    all_bytes = bytes;
  }
  free_slot(hash) = {start, all_bytes, static_cast<std::uint32_t>(string.size()), number};
  ++size_;
}

StringNumbers::Slot& StringNumbers::free_slot(std::uint64_t hash) {
  Slot* slot = &home_of(hash);
  while (!slot->is_free()) slot = &behind(*slot);
  return *slot;
}

void StringNumbers::grow() {
  const auto before = std::exchange(slots_, decltype(slots_)(2 * slots_.size()));
  --shift_;
  for (const Slot& slot : before) {
    if (!slot.is_free()) free_slot(hash_of(slot.string(), slot.start)) = slot;
  }
}

}  // namespace vilda::corpus
