#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace vilda::corpus {

/// How much memory the process may take, as the system counts it (resident pages).
class MemoryLimit {
 public:
  explicit MemoryLimit(std::optional<std::uint64_t> bytes) : bytes_(bytes) {}

  /// A share of the limit for a buffer; none without a limit.
  std::optional<std::size_t> share(std::size_t one_in) const {
    return bytes_ ? std::optional<std::size_t>(*bytes_ / one_in) : std::nullopt;
  }

  /// What the process may take beside what it has taken; none without a limit.
  std::optional<std::uint64_t> left() const;

  /// Throws ResourceLimit if the process takes more, having read so many distinct words of the corpus `name`.
  void check(const std::string& name, std::uint64_t distinct_words) const;

 private:
  std::optional<std::uint64_t> bytes_;
};

}  // namespace vilda::corpus
