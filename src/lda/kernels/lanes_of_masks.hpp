#pragma once

#include <array>
#include <cstdint>

namespace vilda::lda::kernels {

/// Of each mask of eight lanes, its lanes, ascending, four bits each, the first the lowest.
inline constexpr auto kLanesOfMasks = [] {
  std::array<std::uint32_t, 256> lanes{};
  for (std::uint32_t mask = 0; mask < lanes.size(); ++mask) {
    std::uint32_t position = 0;
    for (std::uint32_t lane = 0; lane < 8; ++lane)
      if ((mask >> lane & 1U) != 0) lanes[mask] |= lane << 4 * position++;
  }
  return lanes;
}();

}  // namespace vilda::lda::kernels
