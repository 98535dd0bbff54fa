// Vectors of floats and doubles, and sums that come out the same whatever their length is.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_VECTORS_INL
#undef VILDA_LDA_KERNELS_VECTORS_INL
#else
#define VILDA_LDA_KERNELS_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/lanes_of_masks.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kRowMultiple>;
using Doubles = hn::ScalableTag<double>;
using Eight = hn::CappedTag<float, 8>;
using Quad = hn::FixedTag<float, 4>;

constexpr std::size_t kPartialSums =
    kRowMultiple / hn::MaxLanes(Floats());  // vectors that make up kRowMultiple lanes

/// The numbers from x on, fewer than a vector at the end: `fill` beyond.
template <class D>
HWY_INLINE hn::Vec<D> load_some(D d, const hn::TFromD<D>* x, std::size_t left, hn::TFromD<D> fill) {
  if (left >= hn::Lanes(d)) return hn::LoadU(d, x);
  HWY_ALIGN hn::TFromD<D> padded[hn::MaxLanes(D())];
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) padded[i] = i < left ? x[i] : fill;
  return hn::Load(d, padded);
}

/// The lanes of the mask, one after the other; beyond them any. hn::Compress, but of eight lanes, for which
/// AVX2 has no instruction, that copies its table to the stack each time under g++ 12: 20 times slower.
template <class D, class V, class M>
HWY_INLINE V lanes_of(D d, V vector, M mask) {
  if constexpr (hn::MaxLanes(D()) == 8) {
    const hn::RebindToUnsigned<D> numbers;
    std::uint8_t bits[8];
    hn::StoreMaskBits(d, mask, bits);
    const auto lanes =
        hn::Shr(hn::Set(numbers, kLanesOfMasks[bits[0]]), hn::Mul(hn::Iota(numbers, 0), hn::Set(numbers, 4)));
    return hn::TableLookupLanes(vector, hn::IndicesFromVec(d, hn::And(lanes, hn::Set(numbers, 7))));
  } else {
    return hn::Compress(vector, mask);
  }
}

/// kRowMultiple partial sums folded to eight.
struct EightSums {
  hn::Vec<Eight> part[8 / hn::MaxLanes(Eight())];
};

template <class D>
HWY_INLINE EightSums folded_to_eight(D /*d*/, const hn::Vec<D> (&lanes)[kRowMultiple / hn::MaxLanes(D())]) {
  if constexpr (hn::MaxLanes(D()) == 16) {
    const hn::Half<D> half;
    return {{hn::Add(hn::LowerHalf(half, lanes[0]), hn::UpperHalf(half, lanes[0]))}};
  } else if constexpr (hn::MaxLanes(D()) == 8) {
    return {{hn::Add(lanes[0], lanes[1])}};
  } else {
    return {{hn::Add(lanes[0], lanes[2]), hn::Add(lanes[1], lanes[3])}};
  }
}

/// In each block of four lanes, the sums of four vectors' blocks.
template <class D>
HWY_INLINE hn::Vec<D> sums_of_blocks(D d, hn::Vec<D> a, hn::Vec<D> b, hn::Vec<D> c, hn::Vec<D> e) {
  const hn::Repartition<double, D> pairs;
  const auto ab = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b)));
  const auto ce = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, c, e), hn::InterleaveUpper(d, c, e)));
  return hn::Add(hn::BitCast(d, hn::InterleaveLower(pairs, ab, ce)),
                 hn::BitCast(d, hn::InterleaveUpper(pairs, ab, ce)));
}

/// One vector of such blocks, or one block in each of two vectors: their sum.
template <class D>
HWY_INLINE hn::Vec<Quad> sum_of_two_blocks(D /*d*/, const hn::Vec<D> (&blocks)[8 / hn::MaxLanes(D())]) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return hn::Add(blocks[0], blocks[1]);
  } else {
    return hn::Add(hn::LowerHalf(Quad(), blocks[0]), hn::UpperHalf(Quad(), blocks[0]));
  }
}

/// The four sums: the same additions on every instruction set.
HWY_INLINE hn::Vec<Quad> sums_of(const EightSums (&sums)[4]) {
  constexpr std::size_t kParts = 8 / hn::MaxLanes(Eight());
  hn::Vec<Eight> blocks[kParts];
  for (std::size_t p = 0; p < kParts; ++p) {
    blocks[p] = sums_of_blocks(Eight(), sums[0].part[p], sums[1].part[p], sums[2].part[p], sums[3].part[p]);
  }
  return sum_of_two_blocks(Eight(), blocks);
}

HWY_INLINE float sum_of(const EightSums& sums) {
  return hn::GetLane(sums_of({sums, sums, sums, sums}));
}

/// The sum of kRowMultiple lanes.
HWY_INLINE float sum_of_lanes(const hn::Vec<Floats> (&lanes)[kPartialSums]) {
  return sum_of(folded_to_eight(Floats(), lanes));
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_VECTORS_INL
