#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace vilda::benchmark {

/// Processor seconds of this thread, which other work on the machine changes less than it does the time of
/// day.
inline double processor_seconds() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds of one call, from as many as fill `at_least` seconds, after one that is not counted.
template <class Work>
double seconds_of(double at_least, Work work) {
  work();
  for (std::size_t calls = 1;; calls *= 2) {
    const double start = processor_seconds();
    for (std::size_t i = 0; i < calls; ++i) work();
    const double seconds = processor_seconds() - start;
    if (seconds >= at_least) return seconds / static_cast<double>(calls);
  }
}

inline double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

}  // namespace vilda::benchmark
