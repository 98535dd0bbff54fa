#pragma once

#include <cstdint>
#include <string>

namespace vilda::corpus {

/// The most documents or words that a file of so many counts may plausibly have.
std::uint64_t most_plausible(std::uint64_t num_counts);

/// Throws BadInput if a file of so many counts promises absurdly many documents or words: what a file makes
/// us allocate is bounded by its size.
void check_plausible(const std::string& name, std::uint64_t number, const char* what,
                     std::uint64_t num_counts);

}  // namespace vilda::corpus
