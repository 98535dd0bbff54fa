#pragma once

#include <cstdint>
#include <optional>

#include "app/verb.hpp"

namespace vilda::app {

/// What --memory says, in bytes: a whole number, with K, M, G or T for 2^10, 2^20, ... Nothing where it is
/// not given. Throws InvalidOption.
std::optional<std::uint64_t> memory_given(const po::variables_map& given);

}  // namespace vilda::app
