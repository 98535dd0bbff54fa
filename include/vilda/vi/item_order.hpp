#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilda::vi {

/// 0, 1, ..., num_items - 1.
std::vector<std::size_t> in_order(std::size_t num_items);

/// The same in a random order that depends on (seed, pass) alone (Fisher & Yates).
std::vector<std::size_t> shuffled(std::size_t num_items, std::uint64_t seed, std::uint64_t pass);

}  // namespace vilda::vi
