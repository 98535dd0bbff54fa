#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace vilda::corpus {

/// Allocates large arrays so that the system may give them huge pages: looking at random places of a table in
/// small ones takes longer to find the page than the place.
template <class T>
struct HugePages {
  using value_type = T;

  HugePages() = default;
  template <class U>
  HugePages(const HugePages<U>&) {}

  T* allocate(std::size_t number) {
    const std::size_t bytes = number * sizeof(T);
    void* const memory = ::operator new(bytes, alignment_of(bytes));
    if (bytes >= kPage) ::madvise(memory, bytes, MADV_HUGEPAGE);  // which need not succeed
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t number) {
    ::operator delete(memory, alignment_of(number * sizeof(T)));
  }

  bool operator==(const HugePages&) const = default;

 private:
  static constexpr std::size_t kPage = std::size_t{1} << 21;

  static std::align_val_t alignment_of(std::size_t bytes) {
    return std::align_val_t(bytes >= kPage ? kPage : alignof(T));
  }
};

}  // namespace vilda::corpus
