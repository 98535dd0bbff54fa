// The collapsed document step.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_COLLAPSED_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_COLLAPSED_INL
#undef VILDA_LDA_KERNELS_COLLAPSED_INL
#else
#define VILDA_LDA_KERNELS_COLLAPSED_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "lda/kernels.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

void CollapsedFirstLook(const CollapsedDocument& document, float* HWY_RESTRICT tokens) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(document.num_topics);
  std::fill_n(tokens, size, 0.0F);
  for (std::size_t w = 0; w < document.num_words; ++w) {
    const float* HWY_RESTRICT row = document.rows[w];
    hn::Vec<Floats> sum[kPartialSums];
    for (std::size_t p = 0; p < kPartialSums; ++p) sum[p] = hn::Zero(d);
    for (std::size_t k = 0; k < size; k += kRowMultiple) {
      for (std::size_t p = 0; p < kPartialSums; ++p)
        sum[p] = hn::Add(sum[p], hn::Load(d, row + k + p * lanes));
    }
    const auto factor = hn::Set(d, document.counts[w] / sum_of_lanes(sum));
    for (std::size_t k = 0; k < size; k += lanes)
      hn::Store(hn::MulAdd(factor, hn::Load(d, row + k), hn::Load(d, tokens + k)), d, tokens + k);
  }
}

/// Of N = 1 or 4 words at a time: each with its own token left out, at the same gamma.
template <std::size_t N>
HWY_INLINE void sweep_words(const CollapsedDocument& document, std::size_t word, float* HWY_RESTRICT gamma,
                            float* HWY_RESTRICT phi, float* HWY_RESTRICT weights) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(document.num_topics);
  hn::Vec<Floats> sum[N][kPartialSums];
  for (auto& of_word : sum) {
    for (auto& partial : of_word) partial = hn::Zero(d);
  }
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * lanes;
      const auto all = hn::Load(d, gamma + at), prior = hn::Load(d, document.alpha + at);
      for (std::size_t i = 0; i < N; ++i) {
        const auto others = hn::Max(hn::Sub(all, hn::Load(d, phi + i * size + at)), prior);
        const auto weight = hn::Mul(others, hn::Load(d, document.rows[word + i] + at));
        sum[i][p] = hn::Add(sum[i][p], weight);
        hn::Store(weight, d, weights + i * size + at);
      }
    }
  }
  EightSums eights[4];
  for (std::size_t i = 0; i < 4; ++i) eights[i] = folded_to_eight(d, sum[i % N]);
  HWY_ALIGN float inverse[4];
  hn::Store(hn::Div(hn::Set(Quad(), 1.0F), sums_of(eights)), Quad(), inverse);
  for (std::size_t k = 0; k < size; k += lanes) {
    auto all = hn::Load(d, gamma + k);
    for (std::size_t i = 0; i < N; ++i) {
      const auto next = hn::Mul(hn::Load(d, weights + i * size + k), hn::Set(d, inverse[i]));
      const auto change = hn::Sub(next, hn::Load(d, phi + i * size + k));
      all = hn::MulAdd(hn::Set(d, document.counts[word + i]), change, all);
      hn::Store(next, d, phi + i * size + k);
    }
    hn::Store(all, d, gamma + k);
  }
}

float CollapsedSweep(const CollapsedDocument& document, float* HWY_RESTRICT gamma, float* HWY_RESTRICT phi,
                     float* HWY_RESTRICT scratch) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(document.num_topics);
  float* HWY_RESTRICT before = scratch + 4 * size;
  std::copy(gamma, gamma + size, before);
  std::size_t w = 0;
  for (; w + 4 <= document.num_words; w += 4) sweep_words<4>(document, w, gamma, phi + w * size, scratch);
  for (; w < document.num_words; ++w) sweep_words<1>(document, w, gamma, phi + w * size, scratch);
  hn::Vec<Floats> change[kPartialSums];
  for (std::size_t p = 0; p < kPartialSums; ++p) change[p] = hn::Zero(d);
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * lanes;
      change[p] = hn::Add(change[p], hn::Abs(hn::Sub(hn::Load(d, gamma + at), hn::Load(d, before + at))));
    }
  }
  return sum_of_lanes(change);
}

void KeepTopics(const float* row, const float* HWY_RESTRICT kept, std::size_t num_topics, float* to) {
  const Floats d;
  const std::size_t size = row_size(num_topics);
  std::size_t num_kept = 0;
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto mask = hn::Gt(hn::Load(d, kept + k), hn::Zero(d));
    // Not CompressStore: to memory the instruction takes a hundred cycles on some processors.
    hn::StoreU(hn::Compress(hn::Load(d, row + k), mask), d, to + num_kept);
    num_kept += hn::CountTrue(d, mask);
  }
  std::fill(to + num_kept, to + row_size(num_kept), 0.0F);
}

void AddScaled(double count, const float* HWY_RESTRICT phi, std::size_t num_topics,
               double* HWY_RESTRICT sums) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  const auto factor = hn::Set(d, count);
  std::size_t k = 0;
  for (; k + hn::Lanes(d) <= num_topics; k += hn::Lanes(d)) {
    hn::StoreU(hn::MulAdd(factor, hn::PromoteTo(d, hn::LoadU(half, phi + k)), hn::LoadU(d, sums + k)), d,
               sums + k);
  }
  for (; k < num_topics; ++k) sums[k] = std::fma(count, static_cast<double>(phi[k]), sums[k]);
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_COLLAPSED_INL
