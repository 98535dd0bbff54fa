// The mean-field document step, and its sums over documents.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_MEAN_FIELD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#undef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#else
#define VILDA_LDA_KERNELS_MEAN_FIELD_INL
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lda/kernels.hpp"
#include "lda/kernels/vectors-inl.hpp"
#include "lda/kernels/weights-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// As many weights as sums. Where vectors have four lanes only short rows gain from it.
constexpr std::size_t kMostEightsInRegisters = hn::MaxLanes(Floats()) >= 8 ? 16 : 2;

/// A row of 8 kEights numbers as vectors: whole ones, and where these have 16 lanes and kEights is odd, half
/// a one.
template <std::size_t kEights>
struct RowVectors {
  static constexpr std::size_t kLanes = hn::MaxLanes(Floats());
  static constexpr std::size_t kWhole = 8 * kEights / kLanes;
  static constexpr bool kHasHalf = 8 * kEights % kLanes != 0;

  hn::Vec<Floats> whole[kWhole + 1];  // the last is not used
  hn::Vec<Eight> half;
};

/// The same folded to eight, and eight more products.
template <class D>
HWY_INLINE EightSums folded_with_half(D /*d*/, const hn::Vec<D> (&lanes)[1], hn::Vec<Eight> weights,
                                      const float* HWY_RESTRICT row) {
  const hn::Half<D> half;
  const auto lower = hn::MulAdd(weights, hn::Load(half, row), hn::LowerHalf(half, lanes[0]));
  return {{hn::Add(lower, hn::UpperHalf(half, lanes[0]))}};
}

/// sum_k weights_k rows_k for four words.
template <std::size_t kEights>
HWY_INLINE hn::Vec<Quad> four_normalizers(const RowVectors<kEights>& weights, const float* const* of_words) {
  using Row = RowVectors<kEights>;
  const float* const rows[] = {of_words[0], of_words[1], of_words[2], of_words[3]};
  const Floats d;
  hn::Vec<Floats> sums[4][kPartialSums];
  for (auto& of_word : sums) {
    for (auto& partial : of_word) partial = hn::Zero(d);
  }
  for (std::size_t v = 0; v < Row::kWhole; ++v) {
    for (std::size_t i = 0; i < 4; ++i) {
      auto& sum = sums[i][v % kPartialSums];
      sum = hn::MulAdd(weights.whole[v], hn::Load(d, rows[i] + v * Row::kLanes), sum);
    }
  }
  EightSums eights[4];
  for (std::size_t i = 0; i < 4; ++i) {
    if constexpr (Row::kHasHalf) {
      eights[i] = folded_with_half(d, sums[i], weights.half, rows[i] + Row::kWhole * Row::kLanes);
    } else {
      eights[i] = folded_to_eight(d, sums[i]);
    }
  }
  return sums_of(eights);
}

/// tokens += sum_i ratios_i rows_i
template <std::size_t kEights>
HWY_INLINE void add_tokens(const float* const* of_words, hn::Vec<Quad> of_four, RowVectors<kEights>& tokens) {
  using Row = RowVectors<kEights>;
  const float* const rows[] = {of_words[0], of_words[1], of_words[2], of_words[3]};
  const float ratios[] = {hn::GetLane(of_four), hn::GetLane(hn::Broadcast<1>(of_four)),
                          hn::GetLane(hn::Broadcast<2>(of_four)), hn::GetLane(hn::Broadcast<3>(of_four))};
  const Floats d;
  for (std::size_t v = 0; v < Row::kWhole; ++v) {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto row = hn::Load(d, rows[i] + v * Row::kLanes);
      tokens.whole[v] = hn::MulAdd(hn::Set(d, ratios[i]), row, tokens.whole[v]);
    }
  }
  if constexpr (Row::kHasHalf) {
    const Eight half;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto row = hn::Load(half, rows[i] + Row::kWhole * Row::kLanes);
      tokens.half = hn::MulAdd(hn::Set(half, ratios[i]), row, tokens.half);
    }
  }
}

/// tokens_k = sum_w ratio_w rows_wk, with ratio_w = counts_w / normalizer_w: the weights and the sums stay in
/// registers. The rows of four words are added two fours later, when their ratios, which wait for sums across
/// lanes and a division, have long been ready.
template <std::size_t kEights>
void add_up_tokens_of(const Document& document, const float* HWY_RESTRICT weights,
                      float* HWY_RESTRICT tokens) {
  using Row = RowVectors<kEights>;
  const Floats d;
  const Eight half;
  Row weight, sum;
  for (std::size_t v = 0; v < Row::kWhole; ++v) {
    weight.whole[v] = hn::Load(d, weights + v * Row::kLanes);
    sum.whole[v] = hn::Zero(d);
  }
  weight.half = hn::Load(half, weights + (kEights - 1) * 8);
  sum.half = hn::Zero(half);
  const auto ratios = [&](std::size_t w) HWY_ATTR {
    return hn::Div(hn::LoadU(Quad(), document.counts + w), four_normalizers(weight, document.rows + w));
  };
  const std::size_t num_words = document.num_words;
  auto before_last = num_words > 0 ? ratios(0) : hn::Zero(Quad());
  auto last = num_words > 4 ? ratios(4) : hn::Zero(Quad());
  std::size_t w = 0;
  for (; w + 8 < num_words; w += 4) {
    add_tokens(document.rows + w, before_last, sum);
    before_last = last;
    last = ratios(w + 8);
  }
  for (; w < num_words; w += 4) {
    add_tokens(document.rows + w, before_last, sum);
    before_last = last;
  }
  for (std::size_t v = 0; v < Row::kWhole; ++v) hn::Store(sum.whole[v], d, tokens + v * Row::kLanes);
  if constexpr (Row::kHasHalf) hn::Store(sum.half, half, tokens + Row::kWhole * Row::kLanes);
  std::fill(tokens + 8 * kEights, tokens + row_size(8 * kEights), 0.0F);
}

// ---- Rows of any length: as above, but the sums stand in memory

HWY_INLINE hn::Vec<Quad> four_normalizers(const float* HWY_RESTRICT weights, std::size_t size,
                                          const float* const* rows) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  hn::Vec<Floats> sums[4][kPartialSums];
  for (auto& of_word : sums) {
    for (auto& partial : of_word) partial = hn::Zero(d);
  }
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * lanes;
      const auto weight = hn::Load(d, weights + at);
      for (std::size_t i = 0; i < 4; ++i)
        sums[i][p] = hn::MulAdd(weight, hn::Load(d, rows[i] + at), sums[i][p]);
    }
  }
  EightSums eights[4];
  for (std::size_t i = 0; i < 4; ++i) eights[i] = folded_to_eight(d, sums[i]);
  return sums_of(eights);
}

void add_up_tokens_of_any(const Document& document, const float* HWY_RESTRICT weights,
                          float* HWY_RESTRICT tokens) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  std::fill(tokens, tokens + size, 0.0F);
  for (std::size_t w = 0; w < document.num_words; w += 4) {
    const float* const* rows = document.rows + w;
    HWY_ALIGN float ratios[4];
    const auto normalizers = four_normalizers(weights, size, rows);
    hn::Store(hn::Div(hn::LoadU(Quad(), document.counts + w), normalizers), Quad(), ratios);
    for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
      auto sum = hn::Load(d, tokens + k);
      for (std::size_t i = 0; i < 4; ++i)
        sum = hn::MulAdd(hn::Set(d, ratios[i]), hn::Load(d, rows[i] + k), sum);
      hn::Store(sum, d, tokens + k);
    }
  }
}

using AddUpTokens = void (*)(const Document&, const float*, float*);

template <std::size_t... kIndices>
AddUpTokens add_up_tokens_for(std::size_t num_topics, std::index_sequence<kIndices...>) {
  static constexpr AddUpTokens kOfSize[] = {&add_up_tokens_of<kIndices + 1>...};
  const std::size_t eights = (num_topics + 7) / 8;
  return eights <= sizeof...(kIndices) ? kOfSize[eights - 1] : &add_up_tokens_of_any;
}

Outcome IterateDocument(const Document& document, int max_iterations, float tolerance,
                        float* HWY_RESTRICT gamma, float* HWY_RESTRICT weights, float* HWY_RESTRICT scratch) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  const AddUpTokens add_up_tokens =
      add_up_tokens_for(document.num_topics, std::make_index_sequence<kMostEightsInRegisters>());
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
    hn::StoreU(four_normalizers(weights, size, document.rows + w), Quad(), normalizers + w);
  }
  const std::size_t end = (document.num_words + 3) / 4 * 4;
  std::fill(normalizers + document.num_words, normalizers + end, 1.0F);
}

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
      const std::size_t end = std::min(num_topics, k + num_vectors * kLanes);
      for (std::size_t i = k; i < end; ++i) sums[i] += static_cast<double>(some[i - k]);
    }
  }
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_MEAN_FIELD_INL
