#include "app/memory_check.hpp"

#include <fmt/format.h>

#include "app/available_memory.hpp"
#include "vilda/error.hpp"

namespace vilda::app {
namespace {

/// Of what is available; the rest is for others, and for what no estimate foresees.
constexpr double kShare = 0.8;

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{} MiB", (bytes + (1U << 20U) - 1) >> 20U);
}

}  // namespace

std::string description(const lda::MemoryNeed& need, std::uint64_t in_use) {
  return fmt::format("memory: about {}: topics {}, documents {}, gamma {}, threads {}, in use so far {}",
                     mebibytes(in_use + need.total()), mebibytes(need.topics), mebibytes(need.documents),
                     mebibytes(need.gamma), mebibytes(need.scratch), mebibytes(in_use));
}

void require_memory(const lda::MemoryNeed& need, std::uint64_t in_use, std::optional<std::uint64_t> limit) {
  if (limit && in_use + need.total() > *limit) {
    throw ResourceLimit(
        fmt::format("--memory {} does not do; {}", mebibytes(*limit), description(need, in_use)));
  }
  const std::uint64_t available = available_memory();
  if (!limit && static_cast<double>(need.total()) > kShare * static_cast<double>(available)) {
    throw ResourceLimit(fmt::format("{} of memory are available, of which training may take {:.0f} %; {}",
                                    mebibytes(available), 100 * kShare, description(need, in_use)));
  }
}

}  // namespace vilda::app
