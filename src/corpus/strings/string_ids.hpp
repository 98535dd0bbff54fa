#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "corpus/bytes/huge_pages.hpp"
#include "corpus/strings/string_start.hpp"

namespace vilda::corpus {

/// Numbers strings in the order in which they first come: a hash table with open addressing. At most 2^32 - 2
/// strings.
class StringIds {
 public:
  StringIds();

  /// Makes room for so many strings at once.
  void reserve(std::size_t size);

  /// The id of `string`, which is size() before the call if it is new.
  std::uint32_t id(std::string_view string);

  /// So many bytes from the beginning of each string on must be readable for `append_ids`.
  static constexpr std::size_t kReadable = StringStart::kSize;

  /// Appends the ids of strings, as `id` gives them one after the other, but faster: what one waits for
  /// memory is time for the others.
  void append_ids(std::span<const std::string_view> strings, std::vector<std::uint32_t>& ids);

  /// The id of `string`, if it has one.
  std::optional<std::uint32_t> find(std::string_view string) const;

  std::uint32_t size() const { return size_; }

  /// Valid as long as this object.
  std::string_view string(std::uint32_t id) const {
    const Entry& its = entry(id);
    return {its.size <= kReadable ? reinterpret_cast<const char*>(&its.start) : its.bytes, its.size};
  }

 private:
  using Start = StringStart;
  struct alignas(32) Entry {
    Start start;
    const char* bytes = nullptr;  // all of them, if they are more
    std::uint32_t size = 0;
    std::uint32_t hash = 0;
  };
  static constexpr std::size_t kChunk = 4096;
  using Chunk = std::array<Entry, kChunk>;
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t id_plus_1 = 0;  // 0: free
  };

  const Entry& entry(std::uint32_t id) const { return (*chunks_[id / kChunk])[id % kChunk]; }

  static std::uint32_t hash_of(std::string_view string, Start start);

  std::uint32_t find_or_add(std::string_view string, Start start, std::uint32_t hash);
  std::optional<std::uint32_t> find(std::string_view string, Start start, std::uint32_t hash) const;
  bool is(std::uint32_t id, std::string_view string, Start start) const;
  std::uint32_t add(std::string_view string, Start start, std::uint32_t hash);
  void set_slots(std::size_t number);
  void take_slot(std::uint32_t id, std::uint32_t hash);

  std::vector<Slot, HugePages<Slot>> slots_;    // a power of two, at most half of them taken
  std::vector<std::unique_ptr<Chunk>> chunks_;  // of entries, which stay where they are
  std::uint32_t size_ = 0;
  std::pmr::monotonic_buffer_resource bytes_;
};

}  // namespace vilda::corpus
