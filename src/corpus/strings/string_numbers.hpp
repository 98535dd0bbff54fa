#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "corpus/bytes/huge_pages.hpp"
#include "corpus/strings/string_start.hpp"

namespace vilda::corpus {

/// A number for every string that comes, which is asked for when it comes for the first time: a hash table
/// with open addressing, whose slots hold the strings' beginnings, so that one look at memory suffices for
/// most.
class StringNumbers {
 public:
  StringNumbers();

  /// So many bytes from the beginning of each string on must be readable.
  static constexpr std::size_t kReadable = StringStart::kSize;

  /// Appends the numbers of strings; of those that are new, as `number_of_new` gives them, in the order in
  /// which they come. What one string waits for memory is time for the others.
  using NumberOfNew = std::function<std::uint32_t(std::string_view string)>;
  void append_numbers(std::span<const std::string_view> strings, const NumberOfNew& number_of_new,
                      std::vector<std::uint32_t>& numbers);

  /// Calls `take(string, number)`, in no certain order.
  template <class Take>
  void for_each(Take take) const {
    for (const Slot& slot : slots_) {
      if (!slot.is_free()) take(slot.string(), slot.number);
    }
  }

 private:
  using Start = StringStart;
  struct alignas(32) Slot {
    static constexpr std::uint32_t kFree = ~std::uint32_t{0};

    Start start;
    const char* bytes = nullptr;  // all of them, if they are more
    std::uint32_t size = kFree;
    std::uint32_t number = 0;

    bool is_free() const { return size == kFree; }
    std::string_view string() const {
      return {size <= kReadable ? reinterpret_cast<const char*>(&start) : bytes, size};
    }
  };

  static std::uint64_t hash_of(std::string_view string, Start start);

  static bool is(const Slot& slot, std::string_view string, Start start);
  Slot& home_of(std::uint64_t hash) { return slots_[hash >> shift_]; }
  Slot& behind(Slot& slot) { return &slot == &slots_.back() ? slots_.front() : *(&slot + 1); }
  Slot& free_slot(std::uint64_t hash);
  std::uint32_t find_or_add(std::string_view string, Start start, std::uint64_t hash,
                            const NumberOfNew& number_of_new);
  void add(std::string_view string, Start start, std::uint64_t hash, std::uint32_t number);
  void grow();

  std::vector<Slot, HugePages<Slot>> slots_;  // a power of two, at most three quarters of them taken
  unsigned shift_;                            // of a hash, for a slot
  std::size_t size_ = 0;
  std::pmr::monotonic_buffer_resource bytes_;
};

}  // namespace vilda::corpus
