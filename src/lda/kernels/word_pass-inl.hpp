// The expected counts of a word: what mean field sums over its documents.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_WORD_PASS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_WORD_PASS_INL
#undef VILDA_LDA_KERNELS_WORD_PASS_INL
#else
#define VILDA_LDA_KERNELS_WORD_PASS_INL
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// sums = sum over occurrences of ratios[pair] * weights[document], of kVectors vectors of topics, which stay
/// in registers while the documents pass by.
template <std::size_t kVectors>
void sum_over_documents(const float* HWY_RESTRICT weights, std::size_t row,
                        const WordOccurrences::Occurrence* HWY_RESTRICT occurrences,
                        std::size_t num_occurrences, const float* HWY_RESTRICT ratios,
                        float* HWY_RESTRICT sums) {
  const Floats d;
  constexpr std::size_t kLanes = hn::MaxLanes(Floats()), kAhead = 8;
  hn::Vec<Floats> sum[kVectors];
  for (auto& of_vector : sum) of_vector = hn::Zero(d);
  for (std::size_t i = 0; i < num_occurrences; ++i) {
    const float* of_later = weights + occurrences[std::min(i + kAhead, num_occurrences - 1)].document * row;
    const float* of_document = weights + occurrences[i].document * row;
    const auto ratio = hn::Set(d, ratios[occurrences[i].pair]);
    for (std::size_t v = 0; v < kVectors; ++v) {
      hwy::Prefetch(of_later + v * kLanes);
      sum[v] = hn::MulAdd(ratio, hn::Load(d, of_document + v * kLanes), sum[v]);
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) hn::Store(sum[v], d, sums + v * kLanes);
}

using SumOverDocuments = void (*)(const float*, std::size_t, const WordOccurrences::Occurrence*, std::size_t,
                                  const float*, float*);

template <std::size_t... kIndices>
SumOverDocuments sum_over_documents_of(std::size_t num_vectors, std::index_sequence<kIndices...>) {
  static constexpr SumOverDocuments kOfSize[] = {&sum_over_documents<kIndices + 1>...};
  return kOfSize[num_vectors - 1];
}

/// sums_i += some_i
HWY_INLINE void add_in_double(const float* HWY_RESTRICT some, std::size_t size, double* HWY_RESTRICT sums) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= size; i += hn::Lanes(d)) {
    const auto sum = hn::Add(hn::LoadU(d, sums + i), hn::PromoteTo(d, hn::LoadU(half, some + i)));
    hn::StoreU(sum, d, sums + i);
  }
  for (; i < size; ++i) sums[i] += static_cast<double>(some[i]);
}

void AccumulateWord(const float* HWY_RESTRICT weights, std::size_t num_topics,
                    const WordOccurrences::Occurrence* HWY_RESTRICT occurrences, std::size_t num_occurrences,
                    const float* HWY_RESTRICT ratios, double* HWY_RESTRICT sums) {
  constexpr std::size_t kAtOnce = 1024;  // occurrences that are summed in float
  constexpr std::size_t kVectors = 8, kLanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(num_topics);
  HWY_ALIGN float some[kVectors * kLanes];
  for (std::size_t first = 0; first < num_occurrences; first += kAtOnce) {
    const std::size_t num_some = std::min(kAtOnce, num_occurrences - first);
    for (std::size_t k = 0; k < size; k += kVectors * kLanes) {
      const std::size_t num_vectors = std::min(kVectors, (size - k) / kLanes);
      sum_over_documents_of(num_vectors, std::make_index_sequence<kVectors>())(
          weights + k, size, occurrences + first, num_some, ratios, some);
      add_in_double(some, std::min(num_topics - k, num_vectors * kLanes), sums + k);
    }
  }
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_WORD_PASS_INL
