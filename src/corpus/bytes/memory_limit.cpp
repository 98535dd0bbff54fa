#include "corpus/bytes/memory_limit.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

std::uint64_t resident_bytes() {
  std::uint64_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::optional<std::uint64_t> MemoryLimit::left() const {
  if (!bytes_) return std::nullopt;
  return *bytes_ - std::min(*bytes_, resident_bytes());
}

void MemoryLimit::check(const std::string& name, std::uint64_t distinct_words) const {
  if (!bytes_) return;
  const std::uint64_t taken = resident_bytes();
  if (taken <= *bytes_) return;
  throw ResourceLimit(fmt::format("{}: --memory {}M does not do: {} MiB are taken, with {} distinct words",
                                  name, *bytes_ >> 20, taken >> 20, distinct_words));
}

}  // namespace vilda::corpus
