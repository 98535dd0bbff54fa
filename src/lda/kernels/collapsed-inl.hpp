// The collapsed document step.
// For one instruction set: compiled once for each by kernels.cpp.
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
#include <numeric>
#include <utility>

#include "lda/kernels/kernels.hpp"
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

/// phi as a sweep finds it.
enum class Before { one_row_a_word, one_row_of_all };

/// N = 1 or 4 words: each with its own token left out, at the same gamma.
template <std::size_t N, Before kBefore>
struct WordsOfSweep {
  const float* rows[N];    ///< of beta
  const float* before[N];  ///< phi so far
  float* phi[N];
  float counts[N];

  HWY_INLINE WordsOfSweep(const CollapsedDocument& document, std::size_t word, std::size_t size,
                          const float* first_before, float* first_phi) {
    for (std::size_t i = 0; i < N; ++i) {
      rows[i] = document.rows[word + i];
      before[i] = kBefore == Before::one_row_of_all ? first_before : first_before + (word + i) * size;
      phi[i] = first_phi + (word + i) * size;
      counts[i] = document.counts[word + i];
    }
  }

  /// At topics k, ..., of each word: max(gamma - phi, alpha) rows.
  HWY_INLINE void weights(std::size_t k, hn::Vec<Floats> gamma, hn::Vec<Floats> alpha,
                          hn::Vec<Floats> (&of_words)[N]) const {
    const Floats d;
    auto others = hn::Max(hn::Sub(gamma, hn::Load(d, before[0] + k)), alpha);
    for (std::size_t i = 0; i < N; ++i) {
      if (kBefore == Before::one_row_a_word && i > 0)
        others = hn::Max(hn::Sub(gamma, hn::Load(d, before[i] + k)), alpha);
      of_words[i] = hn::Mul(others, hn::Load(d, rows[i] + k));
    }
  }
};

/// 1 / sum of each word's lanes.
template <std::size_t N>
HWY_INLINE void invert_sums(const hn::Vec<Floats> (&sum)[N][kPartialSums], float* HWY_RESTRICT inverse) {
  const Floats d;
  EightSums eights[4];
  for (std::size_t i = 0; i < 4; ++i) eights[i] = folded_to_eight(d, sum[i % N]);
  hn::Store(hn::Div(hn::Set(Quad(), 1.0F), sums_of(eights)), Quad(), inverse);
}

template <std::size_t N, Before kBefore>
HWY_INLINE void sweep_words(const WordsOfSweep<N, kBefore>& words, const float* HWY_RESTRICT alpha,
                            std::size_t size, float* HWY_RESTRICT gamma, float* HWY_RESTRICT weights) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  hn::Vec<Floats> sum[N][kPartialSums];
  for (auto& of_word : sum) {
    for (auto& partial : of_word) partial = hn::Zero(d);
  }
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const std::size_t at = k + p * lanes;
      hn::Vec<Floats> weight[N];
      words.weights(at, hn::Load(d, gamma + at), hn::Load(d, alpha + at), weight);
      for (std::size_t i = 0; i < N; ++i) {
        sum[i][p] = hn::Add(sum[i][p], weight[i]);
        hn::Store(weight[i], d, weights + i * size + at);
      }
    }
  }
  HWY_ALIGN float inverse[4];
  invert_sums(sum, inverse);
  for (std::size_t k = 0; k < size; k += lanes) {
    auto all = hn::Load(d, gamma + k);
    for (std::size_t i = 0; i < N; ++i) {
      const auto next = hn::Mul(hn::Load(d, weights + i * size + k), hn::Set(d, inverse[i]));
      const auto change = hn::Sub(next, hn::Load(d, words.before[i] + k));
      all = hn::MulAdd(hn::Set(d, words.counts[i]), change, all);
      hn::Store(next, d, words.phi[i] + k);
    }
    hn::Store(all, d, gamma + k);
  }
}

/// The same for rows of kGroups times kRowMultiple topics, whose weights stay in registers.
template <std::size_t kGroups, std::size_t N, Before kBefore>
HWY_INLINE void sweep_words_in_registers(const WordsOfSweep<N, kBefore>& words,
                                         const float* HWY_RESTRICT alpha, float* HWY_RESTRICT gamma) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats()), kVectors = kGroups * kPartialSums;
  hn::Vec<Floats> weight[kVectors][N], sum[N][kPartialSums];
  for (std::size_t v = 0; v < kVectors; ++v) {
    words.weights(v * lanes, hn::Load(d, gamma + v * lanes), hn::Load(d, alpha + v * lanes), weight[v]);
    for (std::size_t i = 0; i < N; ++i) {
      auto& partial = sum[i][v % kPartialSums];
      partial = v < kPartialSums ? weight[v][i] : hn::Add(partial, weight[v][i]);
    }
  }
  HWY_ALIGN float inverse[4];
  invert_sums(sum, inverse);
  for (std::size_t v = 0; v < kVectors; ++v) {
    auto all = hn::Load(d, gamma + v * lanes);
    for (std::size_t i = 0; i < N; ++i) {
      const auto next = hn::Mul(weight[v][i], hn::Set(d, inverse[i]));
      const auto change = hn::Sub(next, hn::Load(d, words.before[i] + v * lanes));
      all = hn::MulAdd(hn::Set(d, words.counts[i]), change, all);
      hn::Store(next, d, words.phi[i] + v * lanes);
    }
    hn::Store(all, d, gamma + v * lanes);
  }
}

/// kGroups: of kRowMultiple topics in a row; 0: any.
template <std::size_t N, std::size_t kGroups, Before kBefore>
HWY_INLINE void sweep_from(std::size_t word, const CollapsedDocument& document, float* HWY_RESTRICT gamma,
                           const float* before, float* phi, float* HWY_RESTRICT weights) {
  const std::size_t size = kGroups > 0 ? kGroups * kRowMultiple : row_size(document.num_topics);
  const WordsOfSweep<N, kBefore> words(document, word, size, before, phi);
  if constexpr (kGroups > 0) {
    sweep_words_in_registers<kGroups>(words, document.alpha, gamma);
  } else {
    sweep_words(words, document.alpha, size, gamma, weights);
  }
}

template <std::size_t kGroups, Before kBefore>
void sweep(const CollapsedDocument& document, float* HWY_RESTRICT gamma, const float* before, float* phi,
           float* HWY_RESTRICT weights) {
  std::size_t w = 0;
  for (; w + 4 <= document.num_words; w += 4)
    sweep_from<4, kGroups, kBefore>(w, document, gamma, before, phi, weights);
  for (; w < document.num_words; ++w)
    sweep_from<1, kGroups, kBefore>(w, document, gamma, before, phi, weights);
}

/// As many as there are registers for the weights of four words.
constexpr std::size_t kMostGroupsInRegisters = hn::MaxLanes(Floats()) == 16 ? 4 : 1;

template <Before kBefore, std::size_t... kIndices>
void sweep_as_long(std::index_sequence<kIndices...>, const CollapsedDocument& document,
                   float* HWY_RESTRICT gamma, const float* before, float* phi, float* HWY_RESTRICT weights) {
  static constexpr decltype(&sweep<0, kBefore>) kOfGroups[] = {&sweep<kIndices + 1, kBefore>...};
  const std::size_t groups = row_size(document.num_topics) / kRowMultiple;
  (groups <= sizeof...(kIndices) ? kOfGroups[groups - 1] : &sweep<0, kBefore>)(document, gamma, before, phi,
                                                                               weights);
}

template <Before kBefore>
HWY_INLINE void sweep_any(const CollapsedDocument& document, float* HWY_RESTRICT gamma, const float* before,
                          float* phi, float* HWY_RESTRICT weights) {
  sweep_as_long<kBefore>(std::make_index_sequence<kMostGroupsInRegisters>(), document, gamma, before, phi,
                         weights);
}

void CollapsedFirstSweep(const CollapsedDocument& document, float* HWY_RESTRICT gamma,
                         float* HWY_RESTRICT phi, float* HWY_RESTRICT scratch) {
  const std::size_t num_topics = document.num_topics, size = row_size(num_topics);
  const float share = 1 / static_cast<float>(num_topics);
  const auto num_tokens = std::accumulate(document.counts, document.counts + document.num_words, 0.0F);
  float* HWY_RESTRICT even = scratch + 4 * size;
  std::fill_n(even, num_topics, share);
  std::fill(even + num_topics, even + size, 0.0F);
  for (std::size_t k = 0; k < size; ++k) gamma[k] = document.alpha[k] + num_tokens * even[k];
  sweep_any<Before::one_row_of_all>(document, gamma, even, phi, scratch);
}

float CollapsedSweep(const CollapsedDocument& document, float* HWY_RESTRICT gamma, float* HWY_RESTRICT phi,
                     float* HWY_RESTRICT scratch) {
  const Floats d;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(document.num_topics);
  float* HWY_RESTRICT before = scratch + 4 * size;
  std::copy(gamma, gamma + size, before);
  sweep_any<Before::one_row_a_word>(document, gamma, phi, phi, scratch);
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

void CollapsedGamma(const CollapsedDocument& document, const float* HWY_RESTRICT phi,
                    float* HWY_RESTRICT gamma) {
  const Floats d;
  const std::size_t size = row_size(document.num_topics);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    auto sum = hn::Load(d, document.alpha + k);
    for (std::size_t w = 0; w < document.num_words; ++w)
      sum = hn::MulAdd(hn::Set(d, document.counts[w]), hn::Load(d, phi + w * size + k), sum);
    hn::Store(sum, d, gamma + k);
  }
}

void MeanRow(const double* HWY_RESTRICT mass, double factor, double offset,
             const double* HWY_RESTRICT inverse_sums, std::size_t num_topics, float* HWY_RESTRICT row) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  const auto by = hn::Set(d, factor), plus = hn::Set(d, offset);
  const std::size_t size = row_size(num_topics), lanes = hn::Lanes(d);
  std::size_t k = 0;
  for (; k + lanes <= num_topics; k += lanes) {
    const auto lambda = hn::MulAdd(by, hn::LoadU(d, mass + k), plus);
    hn::Store(hn::DemoteTo(half, hn::Mul(lambda, hn::LoadU(d, inverse_sums + k))), half, row + k);
  }
  for (; k < num_topics; ++k)
    row[k] = static_cast<float>(std::fma(factor, mass[k], offset) * inverse_sums[k]);
  std::fill(row + num_topics, row + size, 0.0F);
}

/// sums += numbers
HWY_INLINE void add_as_doubles(hn::Vec<Floats> numbers, double* HWY_RESTRICT sums) {
  const Doubles d;
  const hn::Half<Floats> half;
  const auto lower = hn::PromoteTo(d, hn::LowerHalf(half, numbers)),
             upper = hn::PromoteTo(d, hn::UpperHalf(half, numbers));
  hn::StoreU(hn::Add(hn::LoadU(d, sums), lower), d, sums);
  sums += hn::Lanes(d);
  hn::StoreU(hn::Add(hn::LoadU(d, sums), upper), d, sums);
}

std::size_t KeepCounts(const float* HWY_RESTRICT phi, const std::uint32_t* HWY_RESTRICT topics,
                       std::size_t num_topics, float count, float negligible,
                       std::uint32_t* HWY_RESTRICT kept_topics, float* HWY_RESTRICT kept_counts,
                       double* HWY_RESTRICT tokens) {
  const Floats d;
  const hn::RebindToUnsigned<Floats> names;
  constexpr std::size_t lanes = hn::MaxLanes(Floats());
  const std::size_t size = row_size(num_topics);
  auto largest = hn::Zero(d);
  for (std::size_t k = 0; k < size; k += lanes) largest = hn::Max(largest, hn::Load(d, phi + k));
  const auto least = hn::Mul(hn::MaxOfLanes(d, largest), hn::Set(d, negligible));
  hn::Vec<Floats> sum[kPartialSums];
  for (std::size_t p = 0; p < kPartialSums; ++p) sum[p] = hn::Zero(d);
  for (std::size_t k = 0; k < size; k += kRowMultiple) {
    for (std::size_t p = 0; p < kPartialSums; ++p) {
      const auto value = hn::Load(d, phi + k + p * lanes);
      sum[p] = hn::Add(sum[p], hn::IfThenElseZero(hn::Ge(value, least), value));
    }
  }
  const auto factor = hn::Set(d, count / sum_of_lanes(sum));
  std::size_t num_kept = 0;
  for (std::size_t k = 0; k < size; k += lanes) {
    const auto value = hn::Load(d, phi + k);
    const auto mask = hn::And(hn::Ge(value, least), hn::Gt(value, hn::Zero(d)));
    const auto name = hn::LoadU(names, topics + k);
    const auto counts = hn::Mul(value, factor);
    add_as_doubles(hn::IfThenElseZero(mask, counts), tokens + k);
    hn::StoreU(lanes_of(d, counts, mask), d, kept_counts + num_kept);
    hn::StoreU(lanes_of(names, name, hn::RebindMask(names, mask)), names, kept_topics + num_kept);
    num_kept += hn::CountTrue(d, mask);
  }
  return num_kept;
}

std::size_t DrawTopic(const float* HWY_RESTRICT weights, const float* HWY_RESTRICT row,
                      std::size_t num_topics, float uniform, float* HWY_RESTRICT sums) {
  const Floats d;
  constexpr std::size_t kBlock = 4;  // lanes that are added up together
  const std::size_t size = row_size(num_topics);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto ones = hn::Mul(hn::Load(d, weights + k), hn::Load(d, row + k));
    const auto pairs = hn::Add(ones, hn::ShiftLeftLanes<1>(d, ones));
    hn::Store(hn::Add(pairs, hn::ShiftLeftLanes<2>(d, pairs)), d, sums + k);
  }
  float all = 0;
  for (std::size_t k = 0; k < size; k += kBlock) all += sums[k + kBlock - 1];
  const float target = uniform * all;
  float before = 0;
  std::size_t k = 0;
  for (; k + kBlock < size && before + sums[k + kBlock - 1] <= target; k += kBlock)
    before += sums[k + kBlock - 1];
  while (k + 1 < num_topics && before + sums[k] <= target && k % kBlock != kBlock - 1) ++k;
  return std::min(k, num_topics - 1);
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_COLLAPSED_INL
