// The mean-field document step.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_MEAN_FIELD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#undef VILDA_LDA_KERNELS_MEAN_FIELD_INL
#else
#define VILDA_LDA_KERNELS_MEAN_FIELD_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lda/kernels/kernels.hpp"
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

template <std::size_t kEights>
HWY_INLINE RowVectors<kEights> row_vectors(const float* HWY_RESTRICT row) {
  using Row = RowVectors<kEights>;
  Row vectors;
  for (std::size_t v = 0; v < Row::kWhole; ++v) vectors.whole[v] = hn::Load(Floats(), row + v * Row::kLanes);
  vectors.half = hn::Load(Eight(), row + (kEights - 1) * 8);
  return vectors;
}

template <std::size_t kEights>
HWY_INLINE RowVectors<kEights> row_of_zeros() {
  RowVectors<kEights> zeros;
  for (auto& vector : zeros.whole) vector = hn::Zero(Floats());
  zeros.half = hn::Zero(Eight());
  return zeros;
}

/// Partial sums and eight more products, folded to eight.
template <class D>
HWY_INLINE EightSums folded_with_half(D /*d*/, const hn::Vec<D> (&lanes)[1], hn::Vec<Eight> a,
                                      hn::Vec<Eight> b) {
  const hn::Half<D> half;
  const auto lower = hn::MulAdd(a, b, hn::LowerHalf(half, lanes[0]));
  return {{hn::Add(lower, hn::UpperHalf(half, lanes[0]))}};
}

struct FourRows {
  HWY_INLINE explicit FourRows(const float* const* rows) : of_word{rows[0], rows[1], rows[2], rows[3]} {}
  const float* of_word[4];
};

/// sum_k weights_k rows_k for four words.
template <std::size_t kEights>
struct FourNormalizers {
  using Row = RowVectors<kEights>;

  HWY_INLINE explicit FourNormalizers(FourRows four_rows) : rows(four_rows) {
    for (auto& of_word : sums) {
      for (auto& partial : of_word) partial = hn::Zero(Floats());
    }
  }

  /// Adds the products of vector v.
  HWY_INLINE void add(std::size_t v, const Row& weights) {
    for (std::size_t i = 0; i < 4; ++i) {
      auto& sum = sums[i][v % kPartialSums];
      sum = hn::MulAdd(weights.whole[v], hn::Load(Floats(), rows.of_word[i] + v * Row::kLanes), sum);
    }
  }

  /// When those of all whole vectors have been added.
  HWY_INLINE hn::Vec<Quad> sum(const Row& weights) const {
    EightSums eights[4];
    for (std::size_t i = 0; i < 4; ++i) {
      if constexpr (Row::kHasHalf) {
        const auto row = hn::Load(Eight(), rows.of_word[i] + Row::kWhole * Row::kLanes);
        eights[i] = folded_with_half(Floats(), sums[i], weights.half, row);
      } else {
        eights[i] = folded_to_eight(Floats(), sums[i]);
      }
    }
    return sums_of(eights);
  }

  FourRows rows;
  hn::Vec<Floats> sums[4][kPartialSums];
};

/// tokens += sum_i ratios_i rows_i of four words.
template <std::size_t kEights>
struct FourTokens {
  using Row = RowVectors<kEights>;

  HWY_INLINE FourTokens(FourRows four_rows, hn::Vec<Quad> of_four)
      : rows(four_rows),
        ratios{hn::GetLane(of_four), hn::GetLane(hn::Broadcast<1>(of_four)),
               hn::GetLane(hn::Broadcast<2>(of_four)), hn::GetLane(hn::Broadcast<3>(of_four))} {}

  /// Adds those of vector v.
  HWY_INLINE void add_to(Row& tokens, std::size_t v) const {
    const Floats d;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto row = hn::Load(d, rows.of_word[i] + v * Row::kLanes);
      tokens.whole[v] = hn::MulAdd(hn::Set(d, ratios[i]), row, tokens.whole[v]);
    }
  }

  HWY_INLINE void add_half_to(Row& tokens) const {
    if constexpr (Row::kHasHalf) {
      const Eight half;
      for (std::size_t i = 0; i < 4; ++i) {
        const auto row = hn::Load(half, rows.of_word[i] + Row::kWhole * Row::kLanes);
        tokens.half = hn::MulAdd(hn::Set(half, ratios[i]), row, tokens.half);
      }
    }
  }

  FourRows rows;
  float ratios[4];
};

/// tokens_k = sum_w ratio_w rows_wk, with ratio_w = counts_w / normalizer_w, which are kept: the weights and
/// the sums stay in registers. The rows of four words are added two fours later, when their ratios, which
/// wait for sums across lanes and a division, have long been ready; meanwhile the later four are multiplied.
template <std::size_t kEights>
HWY_INLINE RowVectors<kEights> tokens_of(const Document& document, const RowVectors<kEights>& weights,
                                         float* HWY_RESTRICT all_ratios) {
  constexpr std::size_t kWhole = RowVectors<kEights>::kWhole;
  const auto rows = [&](std::size_t w) HWY_ATTR { return FourRows(document.rows + w); };
  const auto ratios = [&](std::size_t w, const FourNormalizers<kEights>& normalizers) HWY_ATTR {
    const auto four = hn::Div(hn::LoadU(Quad(), document.counts + w), normalizers.sum(weights));
    hn::StoreU(four, Quad(), all_ratios + w);
    return four;
  };
  const auto first_ratios = [&](std::size_t w) HWY_ATTR {
    FourNormalizers<kEights> normalizers(rows(w));
    for (std::size_t v = 0; v < kWhole; ++v) normalizers.add(v, weights);
    return ratios(w, normalizers);
  };
  const std::size_t num_words = document.num_words;
  auto before_last = num_words > 0 ? first_ratios(0) : hn::Zero(Quad());
  auto last = num_words > 4 ? first_ratios(4) : hn::Zero(Quad());
  auto tokens = row_of_zeros<kEights>();
  std::size_t w = 0;
  for (; w + 8 < num_words; w += 4) {
    const FourTokens<kEights> four(rows(w), before_last);
    FourNormalizers<kEights> normalizers(rows(w + 8));
    for (std::size_t v = 0; v < kWhole; ++v) {
      normalizers.add(v, weights);
      four.add_to(tokens, v);
    }
    four.add_half_to(tokens);
    before_last = last;
    last = ratios(w + 8, normalizers);
  }
  for (; w < num_words; w += 4) {
    const FourTokens<kEights> four(rows(w), before_last);
    for (std::size_t v = 0; v < kWhole; ++v) four.add_to(tokens, v);
    four.add_half_to(tokens);
    before_last = last;
  }
  return tokens;
}

/// gamma_k = alpha_k + weights_k tokens_k; the sum of its changes.
template <std::size_t kEights>
float update_gamma_of(const Document& document, const float* HWY_RESTRICT weights, float* HWY_RESTRICT gamma,
                      float* HWY_RESTRICT ratios, float* /*scratch*/) {
  using Row = RowVectors<kEights>;
  const Row weight = row_vectors<kEights>(weights), tokens = tokens_of(document, weight, ratios);
  const auto change_of = [&](auto d, std::size_t at, auto its_weight, auto its_tokens) HWY_ATTR {
    const auto next = hn::MulAdd(its_weight, its_tokens, hn::Load(d, document.alpha + at));
    const auto change = hn::AbsDiff(next, hn::Load(d, gamma + at));
    hn::Store(next, d, gamma + at);
    return change;
  };
  hn::Vec<Floats> change[kPartialSums];
  for (auto& partial : change) partial = hn::Zero(Floats());
  for (std::size_t v = 0; v < Row::kWhole; ++v) {
    auto& partial = change[v % kPartialSums];
    partial = hn::Add(partial, change_of(Floats(), v * Row::kLanes, weight.whole[v], tokens.whole[v]));
  }
  if constexpr (Row::kHasHalf) {
    const auto of_half = change_of(Eight(), Row::kWhole * Row::kLanes, weight.half, tokens.half);
    return sum_of(folded_with_half(Floats(), change, of_half, hn::Set(Eight(), 1.0F)));
  } else {
    return sum_of(folded_to_eight(Floats(), change));
  }
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

void add_up_tokens(const Document& document, const float* HWY_RESTRICT weights,
                   float* HWY_RESTRICT all_ratios, float* HWY_RESTRICT tokens) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  std::fill(tokens, tokens + size, 0.0F);
  for (std::size_t w = 0; w < document.num_words; w += 4) {
    const float* const* rows = document.rows + w;
    float* HWY_RESTRICT ratios = all_ratios + w;
    const auto normalizers = four_normalizers(weights, size, rows);
    hn::StoreU(hn::Div(hn::LoadU(Quad(), document.counts + w), normalizers), Quad(), ratios);
    for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
      auto sum = hn::Load(d, tokens + k);
      for (std::size_t i = 0; i < 4; ++i)
        sum = hn::MulAdd(hn::Set(d, ratios[i]), hn::Load(d, rows[i] + k), sum);
      hn::Store(sum, d, tokens + k);
    }
  }
}

/// gamma_k = alpha_k + weights_k tokens_k; the sum of its changes. All are rows.
HWY_INLINE float move_gamma(const float* HWY_RESTRICT alpha, std::size_t num_topics,
                            const float* HWY_RESTRICT weights, const float* HWY_RESTRICT tokens,
                            float* HWY_RESTRICT gamma) {
  const Floats d;
  hn::Vec<Floats> change[kPartialSums];
  for (auto& partial : change) partial = hn::Zero(d);
  for (std::size_t k = 0; k < row_size(num_topics); k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * hn::MaxLanes(Floats());
      const auto next =
          hn::MulAdd(hn::Load(d, weights + at), hn::Load(d, tokens + at), hn::Load(d, alpha + at));
      change[p] = hn::Add(change[p], hn::AbsDiff(next, hn::Load(d, gamma + at)));
      hn::Store(next, d, gamma + at);
    }
  }
  return sum_of(folded_to_eight(d, change));
}

float update_gamma(const Document& document, const float* HWY_RESTRICT weights, float* HWY_RESTRICT gamma,
                   float* HWY_RESTRICT ratios, float* HWY_RESTRICT tokens) {
  add_up_tokens(document, weights, ratios, tokens);
  return move_gamma(document.alpha, document.num_topics, weights, tokens, gamma);
}

using UpdateGamma = float (*)(const Document&, const float*, float*, float*, float*);

template <std::size_t... kIndices>
UpdateGamma update_gamma_for(std::size_t num_topics, std::index_sequence<kIndices...>) {
  static constexpr UpdateGamma kOfSize[] = {&update_gamma_of<kIndices + 1>...};
  const std::size_t eights = (num_topics + 7) / 8;
  return eights <= sizeof...(kIndices) ? kOfSize[eights - 1] : &update_gamma;
}

Outcome IterateDocument(const Document& document, int max_iterations, float tolerance,
                        float* HWY_RESTRICT gamma, float* HWY_RESTRICT weights, float* HWY_RESTRICT ratios,
                        float* HWY_RESTRICT scratch) {
  const UpdateGamma update =
      update_gamma_for(document.num_topics, std::make_index_sequence<kMostEightsInRegisters>());
  const float allowed = tolerance * static_cast<float>(document.num_topics);
  for (int iteration = 1; iteration <= max_iterations; ++iteration) {
    TopicWeights(gamma, document.num_topics, 0, weights);
    if (update(document, weights, gamma, ratios, scratch) < allowed) return {iteration, true};
  }
  return {max_iterations, false};
}

template <std::size_t kEights>
void normalizers_of(const Document& document, const float* HWY_RESTRICT weights,
                    float* HWY_RESTRICT normalizers) {
  const auto weight = row_vectors<kEights>(weights);
  for (std::size_t w = 0; w < document.num_words; w += 4) {
    FourNormalizers<kEights> four(FourRows(document.rows + w));
    for (std::size_t v = 0; v < RowVectors<kEights>::kWhole; ++v) four.add(v, weight);
    hn::StoreU(four.sum(weight), Quad(), normalizers + w);
  }
}

void normalizers_of_any(const Document& document, const float* HWY_RESTRICT weights,
                        float* HWY_RESTRICT normalizers) {
  const std::size_t size = row_size(document.num_topics);
  for (std::size_t w = 0; w < document.num_words; w += 4)
    hn::StoreU(four_normalizers(weights, size, document.rows + w), Quad(), normalizers + w);
}

using NormalizersOf = void (*)(const Document&, const float*, float*);

template <std::size_t... kIndices>
NormalizersOf normalizers_for(std::size_t num_topics, std::index_sequence<kIndices...>) {
  static constexpr NormalizersOf kOfSize[] = {&normalizers_of<kIndices + 1>...};
  const std::size_t eights = (num_topics + 7) / 8;
  return eights <= sizeof...(kIndices) ? kOfSize[eights - 1] : &normalizers_of_any;
}

void Normalizers(const Document& document, const float* HWY_RESTRICT weights,
                 float* HWY_RESTRICT normalizers) {
  normalizers_for(document.num_topics, std::make_index_sequence<kMostEightsInRegisters>())(document, weights,
                                                                                           normalizers);
  const std::size_t end = (document.num_words + 3) / 4 * 4;
  std::fill(normalizers + document.num_words, normalizers + end, 1.0F);
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_MEAN_FIELD_INL
