// The mean-field document step of a document that goes on with a few topics: its words lie along the vectors.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_TOPICS_USED_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_TOPICS_USED_INL
#undef VILDA_LDA_KERNELS_TOPICS_USED_INL
#else
#define VILDA_LDA_KERNELS_TOPICS_USED_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/mean_field-inl.hpp"
#include "lda/kernels/vectors-inl.hpp"
#include "lda/kernels/weights-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// Two rows: the weights, and what of them is above those at rest. Returns the second.
HWY_INLINE const float* weights_by_topic(const DocumentByTopic& document, const float* HWY_RESTRICT gamma,
                                         float* HWY_RESTRICT weights) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  TopicWeights(gamma, document.num_topics, document.largest_elsewhere, weights);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto above = hn::Sub(hn::Load(d, weights + k), hn::Load(d, document.resting_weights + k));
    hn::Store(above, d, weights + size + k);
  }
  return weights + size;
}

/// resting_w + sum_k weights_k rows_kw of kVectors vectors of words.
template <std::size_t kVectors>
HWY_INLINE void normalizers_of_words(const DocumentByTopic& document, std::size_t first,
                                     const float* HWY_RESTRICT weights,
                                     hn::Vec<Floats> (&normalizers)[kVectors]) {
  const Floats d;
  constexpr std::size_t kLanes = hn::MaxLanes(Floats());
  for (std::size_t v = 0; v < kVectors; ++v)
    normalizers[v] = hn::Load(d, document.resting + first + v * kLanes);
  for (std::size_t k = 0; k < document.num_topics; ++k) {
    const float* HWY_RESTRICT words = document.rows[k] + first;
    const auto weight = hn::Set(d, weights[k]);
    for (std::size_t v = 0; v < kVectors; ++v)
      normalizers[v] = hn::MulAdd(weight, hn::Load(d, words + v * kLanes), normalizers[v]);
  }
}

/// sums_k (a vector of kRowMultiple numbers) += sum_w ratio_w rows_kw of kGroups times kRowMultiple words,
/// with ratio_w = counts_w / normalizer_w, which are kept.
template <std::size_t kGroups>
HWY_INLINE void add_words(const DocumentByTopic& document, std::size_t first,
                          const float* HWY_RESTRICT weights, float* HWY_RESTRICT all_ratios,
                          float* HWY_RESTRICT sums) {
  const Floats d;
  constexpr std::size_t kVectors = kGroups * kPartialSums, kLanes = hn::MaxLanes(Floats());
  hn::Vec<Floats> ratios[kVectors];
  normalizers_of_words(document, first, weights, ratios);
  for (std::size_t v = 0; v < kVectors; ++v) {
    ratios[v] = hn::Div(hn::LoadU(d, document.counts + first + v * kLanes), ratios[v]);
    hn::Store(ratios[v], d, all_ratios + first + v * kLanes);
  }
  for (std::size_t k = 0; k < document.num_topics; ++k) {
    const float* HWY_RESTRICT words = document.rows[k] + first;
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      float* HWY_RESTRICT of_topic = sums + k * kRowMultiple + p * kLanes;
      auto sum = hn::Load(d, of_topic);
      for (std::size_t v = p; v < kVectors; v += kPartialSums)
        sum = hn::MulAdd(ratios[v], hn::Load(d, words + v * kLanes), sum);
      hn::Store(sum, d, of_topic);
    }
  }
}

/// tokens_k = sum_w ratio_w rows_kw
HWY_INLINE void add_up_tokens_by_topic(const DocumentByTopic& document, const float* HWY_RESTRICT weights,
                                       float* HWY_RESTRICT ratios, float* HWY_RESTRICT tokens,
                                       float* HWY_RESTRICT sums) {
  constexpr std::size_t kMostGroups = 4;
  const std::size_t fours = (document.num_topics + 3) / 4, size = row_size(document.num_words);
  std::fill_n(sums, 4 * fours * kRowMultiple, 0.0F);
  std::size_t w = 0;
  for (; w + kMostGroups * kRowMultiple <= size; w += kMostGroups * kRowMultiple)
    add_words<kMostGroups>(document, w, weights, ratios, sums);
  switch ((size - w) / kRowMultiple) {
    case 3:
      add_words<3>(document, w, weights, ratios, sums);
      break;
    case 2:
      add_words<2>(document, w, weights, ratios, sums);
      break;
    case 1:
      add_words<1>(document, w, weights, ratios, sums);
      break;
  }
  for (std::size_t four = 0; four < fours; ++four) {
    EightSums eights[4];
    for (std::size_t i = 0; i < 4; ++i) {
      hn::Vec<Floats> of_topic[kPartialSums];
      for (std::size_t p = 0; p < kPartialSums; ++p)
        of_topic[p] = hn::Load(Floats(), sums + (4 * four + i) * kRowMultiple + p * hn::MaxLanes(Floats()));
      eights[i] = folded_to_eight(Floats(), of_topic);
    }
    hn::Store(sums_of(eights), Quad(), tokens + 4 * four);
  }
}

Outcome IterateDocumentByTopic(const DocumentByTopic& document, int max_iterations, float tolerance,
                               float* HWY_RESTRICT gamma, float* HWY_RESTRICT weights,
                               float* HWY_RESTRICT ratios, float* HWY_RESTRICT tokens,
                               float* HWY_RESTRICT sums) {
  const float allowed = tolerance * static_cast<float>(document.num_topics);
  std::fill_n(tokens, row_size(document.num_topics), 0.0F);
  for (int iteration = 1; iteration <= max_iterations; ++iteration) {
    const float* above_resting = weights_by_topic(document, gamma, weights);
    add_up_tokens_by_topic(document, above_resting, ratios, tokens, sums);
    if (move_gamma(document.alpha, document.num_topics, weights, tokens, gamma) < allowed)
      return {iteration, true};
  }
  return {max_iterations, false};
}

void NormalizersByTopic(const DocumentByTopic& document, const float* HWY_RESTRICT gamma,
                        float* HWY_RESTRICT weights, float* HWY_RESTRICT normalizers) {
  const float* above_resting = weights_by_topic(document, gamma, weights);
  for (std::size_t w = 0; w < row_size(document.num_words); w += kRowMultiple) {
    hn::Vec<Floats> some[kPartialSums];
    normalizers_of_words(document, w, above_resting, some);
    for (std::size_t p = 0; p < kPartialSums; ++p)
      hn::Store(some[p], Floats(), normalizers + w + p * hn::MaxLanes(Floats()));
  }
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_TOPICS_USED_INL
