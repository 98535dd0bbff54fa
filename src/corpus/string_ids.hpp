#pragma once

#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace vilda::corpus {

/// Numbers strings in the order in which they first come: a hash table with open addressing, whose strings
/// lie one behind the other. At most 2^32 - 2 strings.
class StringIds {
 public:
  StringIds();

  /// The id of `string`, which is size() before the call if it is new.
  std::uint32_t id(std::string_view string);

  std::uint32_t size() const { return static_cast<std::uint32_t>(strings_.size()); }
  std::string_view string(std::uint32_t id) const { return strings_[id]; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t id_plus_1 = 0;  // 0: free
  };

  std::uint32_t add(std::string_view string, std::uint32_t hash);
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half of them taken
  std::vector<std::string_view> strings_;
  std::pmr::monotonic_buffer_resource bytes_;
};

}  // namespace vilda::corpus
