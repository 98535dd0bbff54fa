// A few numbers of long rows, side by side.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_GATHERING_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_GATHERING_INL
#undef VILDA_LDA_KERNELS_GATHERING_INL
#else
#define VILDA_LDA_KERNELS_GATHERING_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// Stores eight numbers, of which the first are those of these lanes.
HWY_INLINE void store_lanes(const float* row, const LanesOfEight& lanes, float* to) {
  if constexpr (hn::MaxLanes(Eight()) == 8) {
    const hn::RebindToUnsigned<Eight> numbers;
    const auto indices = hn::IndicesFromVec(Eight(), hn::Load(numbers, lanes.lanes));
    hn::StoreU(hn::TableLookupLanes(hn::Load(Eight(), row + lanes.first), indices), Eight(), to);
  } else {
    for (std::size_t i = 0; i < lanes.size; ++i) to[i] = row[lanes.first + lanes.lanes[i]];
  }
}

void Gather(const float* const* rows, std::size_t num_rows, const LanesOfEight* lanes, std::size_t num_lanes,
            float* to) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < num_lanes; ++i) size += lanes[i].size;
  for (std::size_t r = 0; r < num_rows; ++r) {
    float* next = to;
    for (std::size_t i = 0; i < num_lanes; ++i) {
      store_lanes(rows[r], lanes[i], next);
      next += lanes[i].size;
    }
    to += row_size(size);
    std::fill(next, to, 0.0F);
  }
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_GATHERING_INL
