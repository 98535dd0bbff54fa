#include "corpus/strings/string_ids.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace vilda::corpus {
namespace {

constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kGroup = 128;  // strings that wait for memory at the same time

std::uint64_t mix(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15u;
  return value ^ value >> 32;
}

}  // namespace

inline std::uint32_t StringIds::hash_of(std::string_view string, Start start) {
  std::uint64_t hash = mix(mix(start.low ^ string.size()) ^ start.high);
  if (string.size() > kReadable) {
    for (std::size_t begin = kReadable; begin + 8 < string.size(); begin += 8)
      hash = mix(hash ^ load_word(string.data() + begin));
    hash = mix(hash ^ load_word(string.data() + string.size() - 8));
  }
  return static_cast<std::uint32_t>(hash);
}

inline bool StringIds::is(std::uint32_t id, std::string_view string, Start start) const {
  const Entry& its = entry(id);
  if (its.start != start || its.size != string.size()) return false;
  return string.size() <= kReadable ||
         std::memcmp(its.bytes + kReadable, string.data() + kReadable, string.size() - kReadable) == 0;
}

StringIds::StringIds() : slots_(kFirstSlots) {}

void StringIds::reserve(std::size_t size) {
  if (2 * size > slots_.size()) set_slots(std::bit_ceil(2 * size));
}

std::uint32_t StringIds::id(std::string_view string) {
  const Start start = Start::of(string);
  return find_or_add(string, start, hash_of(string, start));
}

void StringIds::append_ids(std::span<const std::string_view> strings, std::vector<std::uint32_t>& ids) {
  std::array<Start, kGroup> starts;
  std::array<std::uint32_t, kGroup> hashes;
  std::size_t next = ids.size();
  ids.resize(next + strings.size());
  while (!strings.empty()) {
    const auto group = strings.subspan(0, std::min(kGroup, strings.size()));
    for (std::size_t i = 0; i < group.size(); ++i) {
      starts[i] = Start::of_readable(group[i]);
      hashes[i] = hash_of(group[i], starts[i]);
      __builtin_prefetch(&slots_[hashes[i] & (slots_.size() - 1)]);
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::uint32_t id_plus_1 = slots_[hashes[i] & (slots_.size() - 1)].id_plus_1;
      if (id_plus_1 != 0) __builtin_prefetch(&entry(id_plus_1 - 1));
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Slot& slot = slots_[hashes[i] & (slots_.size() - 1)];
      const bool is_first_choice =
          slot.hash == hashes[i] && slot.id_plus_1 != 0 && is(slot.id_plus_1 - 1, group[i], starts[i]);
      ids[next++] = is_first_choice ? slot.id_plus_1 - 1 : find_or_add(group[i], starts[i], hashes[i]);
    }
    strings = strings.subspan(group.size());
  }
}

std::optional<std::uint32_t> StringIds::find(std::string_view string) const {
  const Start start = Start::of(string);
  return find(string, start, hash_of(string, start));
}

inline std::optional<std::uint32_t> StringIds::find(std::string_view string, Start start,
                                                    std::uint32_t hash) const {
  for (std::size_t at = hash;; ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.id_plus_1 == 0) return std::nullopt;
    if (slot.hash == hash && is(slot.id_plus_1 - 1, string, start)) return slot.id_plus_1 - 1;
  }
}

std::uint32_t StringIds::find_or_add(std::string_view string, Start start, std::uint32_t hash) {
  const auto id = find(string, start, hash);
  return id ? *id : add(string, start, hash);
}

std::uint32_t StringIds::add(std::string_view string, Start start, std::uint32_t hash) {
  if (2 * (std::size_t{size_} + 1) > slots_.size()) set_slots(2 * slots_.size());
  if (size_ % kChunk == 0) chunks_.push_back(std::make_unique<Chunk>());
  Entry& entry = (*chunks_.back())[size_ % kChunk];
  entry.start = start;
  entry.size = static_cast<std::uint32_t>(string.size());
  if (string.size() > kReadable) {
    auto* const bytes = static_cast<char*>(bytes_.allocate(string.size(), 1));
    std::copy(string.begin(), string.end(), bytes);
    entry.bytes = bytes;
  }
  entry.hash = hash;
  take_slot(size_, hash);
  return size_++;
}

/// Strings take their slots in the order in which they came: the most frequent ones, which come first, find
/// theirs free.
void StringIds::set_slots(std::size_t number) {
  slots_.clear();
  slots_.shrink_to_fit();
  slots_.resize(number);
  for (std::uint32_t id = 0; id < size_; ++id) take_slot(id, entry(id).hash);
}

void StringIds::take_slot(std::uint32_t id, std::uint32_t hash) {
  std::size_t at = hash;
  while (slots_[at & (slots_.size() - 1)].id_plus_1 != 0) ++at;
  slots_[at & (slots_.size() - 1)] = {hash, id + 1};
}

}  // namespace vilda::corpus
