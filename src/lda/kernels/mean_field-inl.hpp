// The mean-field document step, and its sums over documents.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_MEAN_FIELD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#undef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#else
#define VILDA_LDA_KERNELS_MEAN_FIELD_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "lda/kernels.hpp"
#include "lda/kernels/vectors-inl.hpp"
#include "lda/kernels/weights-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// sum_k weights_k rows_wk for four words, `stride` numbers apart (0: the same word four times).
HWY_INLINE hn::Vec<Quad> four_normalizers(const float* HWY_RESTRICT rows, const std::size_t (&offset)[4],
                                          const float* HWY_RESTRICT weights, std::size_t size) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  hn::Vec<Floats> sum0[kPartialSums], sum1[kPartialSums], sum2[kPartialSums], sum3[kPartialSums];
  for (std::size_t p = 0; p < kPartialSums; ++p) sum0[p] = sum1[p] = sum2[p] = sum3[p] = hn::Zero(d);
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * lanes;
      const auto weight = hn::Load(d, weights + at);
      sum0[p] = hn::MulAdd(weight, hn::Load(d, rows + offset[0] + at), sum0[p]);
      sum1[p] = hn::MulAdd(weight, hn::Load(d, rows + offset[1] + at), sum1[p]);
      sum2[p] = hn::MulAdd(weight, hn::Load(d, rows + offset[2] + at), sum2[p]);
      sum3[p] = hn::MulAdd(weight, hn::Load(d, rows + offset[3] + at), sum3[p]);
    }
  }
  return sums_of(folded(d, sum0), folded(d, sum1), folded(d, sum2), folded(d, sum3));
}

/// Where the rows of words w to w + 3 begin; words beyond the last share its row.
HWY_INLINE void offsets_of(std::size_t word, std::size_t num_words, std::size_t size,
                           std::size_t (&offset)[4]) {
  for (std::size_t i = 0; i < 4; ++i) offset[i] = std::min(word + i, num_words - 1) * size;
}

/// tokens_k = sum_w ratio_w rows_wk, with ratio_w = counts_w / normalizer_w.
HWY_INLINE void add_up_tokens(const Document& document, const float* HWY_RESTRICT weights,
                              float* HWY_RESTRICT tokens) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  std::fill(tokens, tokens + size, 0.0F);
  for (std::size_t w = 0; w < document.num_words; w += 4) {
    std::size_t offset[4];
    offsets_of(w, document.num_words, size, offset);
    const auto normalizer = four_normalizers(document.rows, offset, weights, size);
    HWY_ALIGN float ratios[4];
    hn::Store(hn::Div(hn::LoadU(Quad(), document.counts + w), normalizer), Quad(), ratios);
    const auto ratio0 = hn::Set(d, ratios[0]), ratio1 = hn::Set(d, ratios[1]);
    const auto ratio2 = hn::Set(d, ratios[2]), ratio3 = hn::Set(d, ratios[3]);
    for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
      auto sum = hn::Load(d, tokens + k);
      sum = hn::MulAdd(ratio0, hn::Load(d, document.rows + offset[0] + k), sum);
      sum = hn::MulAdd(ratio1, hn::Load(d, document.rows + offset[1] + k), sum);
      sum = hn::MulAdd(ratio2, hn::Load(d, document.rows + offset[2] + k), sum);
      sum = hn::MulAdd(ratio3, hn::Load(d, document.rows + offset[3] + k), sum);
      hn::Store(sum, d, tokens + k);
    }
  }
}

Outcome IterateDocument(const Document& document, int max_iterations, float tolerance,
                        float* HWY_RESTRICT gamma, float* HWY_RESTRICT weights, float* HWY_RESTRICT scratch) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  const float allowed = tolerance * static_cast<float>(document.num_topics);
  for (int iteration = 1; iteration <= max_iterations; ++iteration) {
    TopicWeights(gamma, document.num_topics, weights);
    add_up_tokens(document, weights, scratch);
    hn::Vec<Floats> change[kPartialSums];
    for (std::size_t p = 0; p < kPartialSums; ++p) change[p] = hn::Zero(d);
    for (std::size_t k = 0; k < size; k += kRowMultiple) {
      for (std::size_t p = 0; p < kPartialSums; ++p) {
        const std::size_t at = k + p * hn::MaxLanes(Floats());
        const auto next = hn::MulAdd(hn::Load(d, weights + at), hn::Load(d, scratch + at),
                                     hn::Load(d, document.alpha + at));
        change[p] = hn::Add(change[p], hn::Abs(hn::Sub(next, hn::Load(d, gamma + at))));
        hn::Store(next, d, gamma + at);
      }
    }
    if (sum_of_lanes(change) < allowed) return {iteration, true};
  }
  return {max_iterations, false};
}

void Normalizers(const Document& document, const float* HWY_RESTRICT weights,
                 float* HWY_RESTRICT normalizers) {
  const std::size_t size = row_size(document.num_topics);
  for (std::size_t w = 0; w < document.num_words; w += 4) {
    std::size_t offset[4];
    offsets_of(w, document.num_words, size, offset);
    hn::StoreU(four_normalizers(document.rows, offset, weights, size), Quad(), normalizers + w);
  }
  const std::size_t end = (document.num_words + 3) / 4 * 4;
  std::fill(normalizers + document.num_words, normalizers + end, 1.0F);
}

/// Four vectors of topics at a time stay in registers while the documents pass by.
void AccumulateWord(const float* HWY_RESTRICT weights, std::size_t num_topics,
                    const WordOccurrences::Occurrence* HWY_RESTRICT occurrences, std::size_t num_occurrences,
                    const float* HWY_RESTRICT ratios, double* HWY_RESTRICT sums) {
  const Floats d;
  constexpr std::size_t kAtOnce = 1024;  // occurrences that are summed in float
  const std::size_t size = row_size(num_topics), lanes = hn::Lanes(d);
  HWY_ALIGN float chunk[kRowMultiple];
  for (std::size_t first = 0; first < num_occurrences; first += kAtOnce) {
    const std::size_t last = std::min(first + kAtOnce, num_occurrences);
    for (std::size_t k = 0; k < size; k += lanes) {
      auto sum = hn::Zero(d);
      for (std::size_t i = first; i < last; ++i) {
        const auto ratio = hn::Set(d, ratios[occurrences[i].pair]);
        sum = hn::MulAdd(ratio, hn::Load(d, weights + occurrences[i].document * size + k), sum);
      }
      hn::Store(sum, d, chunk);
      for (std::size_t lane = 0; lane < lanes && k + lane < num_topics; ++lane) sums[k + lane] += chunk[lane];
    }
  }
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_MEAN_FIELD_INL
