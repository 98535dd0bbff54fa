// Vectors of floats and doubles, and sums that come out the same whatever their length is.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_VECTORS_INL
#undef VILDA_LDA_KERNELS_VECTORS_INL
#else
#define VILDA_LDA_KERNELS_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "lda/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kRowMultiple>;
using Doubles = hn::ScalableTag<double>;
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

/// kRowMultiple lanes, as one or several vectors, folded to four: the same additions on every instruction
/// set.
template <class D>
HWY_INLINE hn::Vec<Quad> folded(D /*d*/, const hn::Vec<D> (&lanes)[kRowMultiple / hn::MaxLanes(D())]) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return hn::Add(hn::Add(lanes[0], lanes[2]), hn::Add(lanes[1], lanes[3]));
  } else if constexpr (hn::MaxLanes(D()) == 8) {
    const auto eight = hn::Add(lanes[0], lanes[1]);
    return hn::Add(hn::LowerHalf(Quad(), eight), hn::UpperHalf(Quad(), eight));
  } else {
    const hn::Half<D> half;
    const auto eight = hn::Add(hn::LowerHalf(half, lanes[0]), hn::UpperHalf(half, lanes[0]));
    return hn::Add(hn::LowerHalf(Quad(), eight), hn::UpperHalf(Quad(), eight));
  }
}

/// The sums of four quads.
HWY_INLINE hn::Vec<Quad> sums_of(hn::Vec<Quad> a, hn::Vec<Quad> b, hn::Vec<Quad> c, hn::Vec<Quad> e) {
  const Quad d;
  const auto ab = hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  const auto ce = hn::Add(hn::InterleaveLower(d, c, e), hn::InterleaveUpper(d, c, e));
  return hn::Add(hn::ConcatLowerLower(d, ce, ab), hn::ConcatUpperUpper(d, ce, ab));
}

/// The sum of kRowMultiple lanes.
HWY_INLINE float sum_of_lanes(const hn::Vec<Floats> (&lanes)[kPartialSums]) {
  const auto quad = folded(Floats(), lanes);
  return hn::GetLane(sums_of(quad, quad, quad, quad));
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_VECTORS_INL
