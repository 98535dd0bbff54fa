#include "app/memory_check.hpp"

#include <fmt/format.h>

#include "app/available_memory.hpp"
#include "vilda/error.hpp"

namespace vilda::app {
namespace {

/// Of what is available; the rest is for others, and for what no estimate foresees.
constexpr double kShare = 0.8;

/// What arrays leave unused of their last huge pages, all together.
constexpr std::uint64_t kUnusedOfHugePages = std::uint64_t{4} << 20;

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{} MiB", (bytes + (1U << 20U) - 1) >> 20U);
}

}  // namespace

MemoryLimit::MemoryLimit(std::optional<std::uint64_t> given, std::uint64_t words)
    : given_(given),
      words_(words),
      in_use_(memory_in_use() + kUnusedOfHugePages),
      available_(available_memory()) {}

std::string MemoryLimit::description(const lda::MemoryNeed& need) const {
  return fmt::format(
      "memory: about {}: topics {}, documents {}, gamma {}, threads {}, words {}, in use so far {}",
      mebibytes(in_use_ + words_ + need.total()), mebibytes(need.topics), mebibytes(need.documents),
      mebibytes(need.gamma), mebibytes(need.scratch), mebibytes(words_), mebibytes(in_use_));
}

bool MemoryLimit::allows(const lda::MemoryNeed& need) const {
  return given_ ? in_use_ + words_ + need.total() <= *given_
                : static_cast<double>(words_ + need.total()) <= kShare * static_cast<double>(available_);
}

void MemoryLimit::require(const lda::MemoryNeed& need) const {
  if (allows(need)) return;
  if (given_)
    throw ResourceLimit(fmt::format("--memory {} does not do; {}", mebibytes(*given_), description(need)));
  throw ResourceLimit(fmt::format("{} of memory are available, of which training may take {:.0f} %; {}",
                                  mebibytes(available_), 100 * kShare, description(need)));
}

}  // namespace vilda::app
