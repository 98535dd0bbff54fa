#pragma once

#include <cstdint>
#include <string>

namespace vilda::app {

/// What --memory says, in bytes: a whole number, with K, M, G or T for 2^10, 2^20, ... Throws InvalidOption.
std::uint64_t memory_size(const std::string& text);

}  // namespace vilda::app
