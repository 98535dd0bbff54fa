#pragma once

#include <atomic>
#include <cstddef>

namespace vilda::io {

/// Mapped memory whose pages may get lost: where one cannot be read, the process is sent SIGBUS. For the
/// ranges watched, a handler puts zeros in the place of that page and of those behind it, and notes it;
/// elsewhere the signal has the effect that it had before the first range was watched.
struct MappedRange {
  std::atomic<bool> lost = false;  ///< whether a page was

  std::atomic<const std::byte*> begin = nullptr;  // null where no range is watched
  std::atomic<std::size_t> size = 0;
  MappedRange* next = nullptr;
};

/// Watches a range, which begins with a page.
MappedRange* watch(const std::byte* begin, std::size_t size);

/// To be called before the range is unmapped.
void unwatch(MappedRange* range);

}  // namespace vilda::io
