#include "corpus/string_ids.hpp"

#include <algorithm>
#include <cstring>

namespace vilda::corpus {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  return word;
}

/// The last 8 bytes of a string, or what it has of them, each byte in it at least once.
std::uint64_t load_tail(std::string_view string) {
  const char* const bytes = string.data();
  const std::size_t size = string.size();
  if (size >= 8) return load(bytes + size - 8, 8);
  if (size >= 4) return load(bytes, 4) << 32 | load(bytes + size - 4, 4);
  if (size == 0) return 0;
  return load(bytes, 1) << 16 | load(bytes + size / 2, 1) << 8 | load(bytes + size - 1, 1);
}

std::uint64_t mix(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15u;
  return value ^ value >> 32;
}

std::uint32_t hash_of(std::string_view string) {
  std::uint64_t hash = string.size();
  for (std::size_t begin = 0; begin + 8 < string.size(); begin += 8)
    hash = mix(hash ^ load(string.data() + begin, 8));
  return static_cast<std::uint32_t>(mix(hash ^ load_tail(string)));
}

}  // namespace

StringIds::StringIds() : slots_(kFirstSlots) {}

std::uint32_t StringIds::id(std::string_view string) {
  const std::uint32_t hash = hash_of(string);
  for (std::size_t at = hash;; ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.id_plus_1 == 0) return add(string, hash);
    if (slot.hash == hash && strings_[slot.id_plus_1 - 1] == string) return slot.id_plus_1 - 1;
  }
}

std::uint32_t StringIds::add(std::string_view string, std::uint32_t hash) {
  if (2 * (strings_.size() + 1) > slots_.size()) grow();
  auto* const bytes = static_cast<char*>(bytes_.allocate(std::max<std::size_t>(string.size(), 1), 1));
  std::copy(string.begin(), string.end(), bytes);
  strings_.emplace_back(bytes, string.size());
  std::size_t at = hash;
  while (slots_[at & (slots_.size() - 1)].id_plus_1 != 0) ++at;
  slots_[at & (slots_.size() - 1)] = {hash, size()};
  return size() - 1;
}

void StringIds::grow() {
  std::vector<Slot> larger(2 * slots_.size());
  for (const Slot& slot : slots_) {
    if (slot.id_plus_1 == 0) continue;
    std::size_t at = slot.hash;
    while (larger[at & (larger.size() - 1)].id_plus_1 != 0) ++at;
    larger[at & (larger.size() - 1)] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace vilda::corpus
