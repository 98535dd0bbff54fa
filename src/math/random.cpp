#include "vilda/math/random.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "math/random.cpp"
#include <hwy/foreach_target.h>
// clang-format keeps this order: foreach_target.h includes this file once a target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace vilda::math::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Counter = r123::Philox4x32::ctr_type;
using Key = r123::Philox4x32::key_type;

/// A number in the lower half of each lane, a block in each lane; the upper halves are any.
using Lanes = hn::CappedTag<std::uint64_t, 8>;
using Halves = hn::Repartition<std::uint32_t, Lanes>;
using Vector = hn::Vec<Lanes>;

/// Enough that rounds, each of which waits for the one before, overlap.
constexpr std::size_t kBlocksAtOnce = 16, kVectors = kBlocksAtOnce / hn::MaxLanes(Lanes());

HWY_INLINE Vector product(Vector numbers, std::uint32_t multiplier) {
  return hn::MulEven(hn::BitCast(Halves(), numbers), hn::Set(Halves(), multiplier));
}

/// kBlocksAtOnce blocks, which follow one another from this counter on (Salmon et al. 2011, section 3.3).
HWY_INLINE void next_blocks(const Counter& counter, Key key, std::uint64_t* HWY_RESTRICT halves_of_blocks) {
  const Lanes d;
  Vector c[kVectors][4];
  for (std::size_t v = 0; v < kVectors; ++v) {
    c[v][0] = hn::Iota(d, counter[0] + v * hn::Lanes(d));
    for (std::size_t i = 1; i < 4; ++i) c[v][i] = hn::Set(d, counter[i]);
  }
  for (int round = 0; round < 10; ++round) {
    const auto key0 = hn::Set(d, key[0]), key1 = hn::Set(d, key[1]);
    for (auto& [c0, c1, c2, c3] : c) {
      const auto of_c0 = product(c0, PHILOX_M4x32_0), of_c2 = product(c2, PHILOX_M4x32_1);
      c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(of_c2), c1), key0);
      c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(of_c0), c3), key1);
      c1 = of_c2;
      c3 = of_c0;
    }
    key[0] += PHILOX_W32_0;
    key[1] += PHILOX_W32_1;
  }
  const auto lower = hn::Set(d, 0xFFFFFFFFU);
  for (std::size_t v = 0; v < kVectors; ++v) {
    const auto first = hn::Or(hn::And(c[v][0], lower), hn::ShiftLeft<32>(c[v][1]));
    const auto second = hn::Or(hn::And(c[v][2], lower), hn::ShiftLeft<32>(c[v][3]));
    hn::StoreInterleaved2(first, second, d, halves_of_blocks + 2 * hn::Lanes(d) * v);
  }
}

void FillBlocks(Counter counter, const Key& key, std::size_t num_blocks, std::uint32_t* numbers) {
  HWY_ALIGN std::uint64_t some[2 * kBlocksAtOnce];
  for (std::size_t first = 0; first < num_blocks; first += kBlocksAtOnce) {
    next_blocks(counter, key, some);
    const std::size_t num_some = std::min(kBlocksAtOnce, num_blocks - first);
    std::memcpy(numbers + first * counter.size(), some, num_some * sizeof(Counter));
    counter[0] += static_cast<std::uint32_t>(kBlocksAtOnce);
  }
}

}  // namespace vilda::math::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace vilda::math {

HWY_EXPORT(FillBlocks);

void CounterEngine::fill(std::span<result_type> numbers) {
  std::size_t done = 0;
  const auto one = [&] { numbers[done++] = (*this)(); };
  while (done < numbers.size() && next_ != block_.size()) one();
  const std::size_t whole_blocks = (numbers.size() - done) / block_.size();
  HWY_DYNAMIC_DISPATCH(FillBlocks)(counter_, key_, whole_blocks, numbers.data() + done);
  counter_[0] += static_cast<std::uint32_t>(whole_blocks);
  done += whole_blocks * block_.size();
  while (done < numbers.size()) one();
}

}  // namespace vilda::math

#endif
