// The kernels of kernels.hpp for one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_INL
#undef VILDA_LDA_KERNELS_INL
#else
#define VILDA_LDA_KERNELS_INL
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
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
constexpr float kSmallestWeight = 1e-30F;

/// The numbers from x on, fewer than a vector at the end: `fill` beyond.
template <class D>
HWY_INLINE hn::Vec<D> load_some(D d, const hn::TFromD<D>* x, std::size_t left, hn::TFromD<D> fill) {
  if (left >= hn::Lanes(d)) return hn::LoadU(d, x);
  HWY_ALIGN hn::TFromD<D> padded[hn::MaxLanes(D())];
  for (std::size_t i = 0; i < hn::Lanes(d); ++i) padded[i] = i < left ? x[i] : fill;
  return hn::Load(d, padded);
}

// ---- Special functions
// ----------------------------------------------------------------------------------------

/// exp(digamma(x)) = factor * exp(-(exponent + rest)). For x >= 6 the exponent is zero; below, the recurrence
/// digamma(x) = digamma(x + 6) - sum_{i<6} 1 / (x + i) is applied, and 1/x, which may be large, kept to twice
/// the precision in exponent + rest.
template <class D>
struct ExpDigamma {
  hn::Vec<D> factor, exponent, rest;

  HWY_INLINE ExpDigamma(D d, hn::Vec<D> x) {
    const auto six = hn::Set(d, 6.0F), one = hn::Set(d, 1.0F);
    const auto small = hn::Lt(x, six);
    const auto y = hn::Sub(hn::IfThenElse(small, hn::Add(x, six), x), hn::Set(d, 0.5F));
    // exp(digamma(y + 1/2)) = y + 1/(24 y) - 37/(5760 y^3) + ...
    const auto inverse = hn::Div(one, y);
    const auto square = hn::Mul(inverse, inverse);
    const auto series = hn::MulAdd(
        square, hn::MulAdd(square, hn::Set(d, 0.00355248F), hn::Set(d, -0.00642361F)), hn::Set(d, 1 / 24.0F));
    factor = hn::MulAdd(inverse, series, y);
    const auto clipped = hn::Min(x, six);
    const auto reciprocal = hn::Div(one, clipped);
    const auto correction = hn::Mul(hn::NegMulAdd(reciprocal, clipped, one), reciprocal);
    exponent = hn::IfThenElseZero(small, reciprocal);
    rest = hn::IfThenElseZero(small, hn::Add(correction, sum_of_five_reciprocals(d, clipped)));
  }

 private:
  /// sum_{i=1..5} 1 / (x + i), as one fraction: with product and derivative of prod (x + i).
  static HWY_INLINE hn::Vec<D> sum_of_five_reciprocals(D d, hn::Vec<D> x) {
    auto product = hn::Add(x, hn::Set(d, 1.0F));
    auto derivative = hn::Set(d, 1.0F);
    for (const float i : {2.0F, 3.0F, 4.0F, 5.0F}) {
      const auto factor_i = hn::Add(x, hn::Set(d, i));
      derivative = hn::MulAdd(derivative, factor_i, product);
      product = hn::Mul(product, factor_i);
    }
    return hn::Div(derivative, product);
  }
};

/// digamma and log Gamma of x > 0 in double: Stirling's series at x + 8 where x < 8 (Abramowitz &
/// Stegun 6.1.41, 6.3.18), with the product and derivative of prod_{i<8} (x + i) for the recurrence.
struct DigammaAndLogGamma {
  hn::Vec<Doubles> digamma, log_gamma;

  HWY_INLINE explicit DigammaAndLogGamma(hn::Vec<Doubles> x) {
    const Doubles d;
    const auto eight = hn::Set(d, 8.0), one = hn::Set(d, 1.0), half = hn::Set(d, 0.5);
    const auto small = hn::Lt(x, eight);
    const auto clipped = hn::Min(x, eight);
    auto product = clipped, derivative = one;
    for (double i = 1; i < 8; ++i) {
      const auto factor = hn::Add(clipped, hn::Set(d, i));
      derivative = hn::MulAdd(derivative, factor, product);
      product = hn::Mul(product, factor);
    }
    const auto z = hn::IfThenElse(small, hn::Add(x, eight), x);
    const auto log_z = hn::Log(d, z), inverse = hn::Div(one, z), square = hn::Mul(inverse, inverse);
    const auto gamma_series =
        series(square, {1 / 12., -1 / 360., 1 / 1260., -1 / 1680., 1 / 1188., -691 / 360360., 1 / 156.});
    const auto psi_series =
        series(square, {1 / 12., -1 / 120., 1 / 252., -1 / 240., 1 / 132., -691 / 32760., 1 / 12.});
    const auto half_log_two_pi = hn::Set(d, 0.91893853320467274178);
    log_gamma = hn::Add(hn::MulAdd(hn::Sub(z, half), log_z, hn::Sub(half_log_two_pi, z)),
                        hn::Mul(inverse, gamma_series));
    digamma = hn::Sub(hn::NegMulAdd(half, inverse, log_z), hn::Mul(square, psi_series));
    log_gamma = hn::Sub(log_gamma, hn::IfThenElseZero(small, hn::Log(d, product)));
    digamma = hn::Sub(digamma, hn::IfThenElseZero(small, hn::Div(derivative, product)));
  }

 private:
  static HWY_INLINE hn::Vec<Doubles> series(hn::Vec<Doubles> x, const double (&coefficients)[7]) {
    const Doubles d;
    auto sum = hn::Set(d, coefficients[6]);
    for (int i = 5; i >= 0; --i) sum = hn::MulAdd(sum, x, hn::Set(d, coefficients[i]));
    return sum;
  }
};

// ---- Weights
// --------------------------------------------------------------------------------------------------

HWY_INLINE void clear_padding(std::size_t num_topics, float* row) {
  std::fill(row + num_topics, row + row_size(num_topics), 0.0F);
}

/// a - b = difference + error, exactly (Knuth).
HWY_INLINE hn::Vec<Floats> error_of_difference(hn::Vec<Floats> a, hn::Vec<Floats> b,
                                               hn::Vec<Floats> difference) {
  const auto minus_b = hn::Sub(difference, a);
  return hn::Sub(hn::Sub(a, hn::Sub(difference, minus_b)), hn::Add(b, minus_b));
}

float TopicWeights(const float* HWY_RESTRICT gamma, std::size_t num_topics, float* HWY_RESTRICT weights) {
  const Floats d;
  const std::size_t size = row_size(num_topics);
  auto largest = hn::Set(d, 0.0F);  // the largest gamma has the smallest exponent
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) largest = hn::Max(largest, hn::Load(d, gamma + k));
  const ExpDigamma<Floats> most(d, hn::MaxOfLanes(d, largest));
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const ExpDigamma<Floats> e(d, hn::Max(hn::Load(d, gamma + k), hn::Set(d, 1e-30F)));
    const auto exponent = hn::Sub(most.exponent, e.exponent);
    const auto rest =
        hn::Add(hn::Sub(most.rest, e.rest), error_of_difference(most.exponent, e.exponent, exponent));
    const auto weight = hn::Mul(hn::Mul(e.factor, hn::Exp(d, exponent)), hn::Exp(d, rest));
    hn::Store(hn::Max(weight, hn::Set(d, kSmallestWeight)), d, weights + k);
  }
  clear_padding(num_topics, weights);
  return hn::GetLane(hn::Add(most.exponent, most.rest));
}

double WordWeights(const double* HWY_RESTRICT lambda, const double* HWY_RESTRICT digamma_sums,
                   std::size_t num_topics, float* HWY_RESTRICT row) {
  const Doubles d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN double logs[hn::MaxLanes(Doubles())];
  // First the largest logarithm, then the weights: digamma is computed twice, which is less than to keep it.
  const auto log_weights = [&](std::size_t k) {
    const std::size_t left = num_topics - k;
    const auto psi = DigammaAndLogGamma(load_some(d, lambda + k, left, 1.0)).digamma;
    return hn::Sub(psi, load_some(d, digamma_sums + k, left, 1e300));
  };
  auto largest = hn::Set(d, -1e300);
  for (std::size_t k = 0; k < num_topics; k += lanes) largest = hn::Max(largest, log_weights(k));
  const auto scale = hn::MaxOfLanes(d, largest);
  const auto smallest = hn::Set(d, -69.0);
  for (std::size_t k = 0; k < num_topics; k += lanes) {
    hn::Store(hn::Exp(d, hn::Max(hn::Sub(log_weights(k), scale), smallest)), d, logs);
    for (std::size_t i = 0; i < std::min(lanes, num_topics - k); ++i)
      row[k + i] = static_cast<float>(logs[i]);
  }
  clear_padding(num_topics, row);
  return hn::GetLane(scale);
}

// ---- The E-step
// -----------------------------------------------------------------------------------------------

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
  hn::Vec<Quad> folded_sums[4];
  for (std::size_t i = 0; i < 4; ++i) folded_sums[i] = folded(d, sum[i % N]);
  HWY_ALIGN float inverse[4];
  hn::Store(
      hn::Div(hn::Set(Quad(), 1.0F), sums_of(folded_sums[0], folded_sums[1], folded_sums[2], folded_sums[3])),
      Quad(), inverse);
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

// ---- Sums in double
// -------------------------------------------------------------------------------------------

double WeightedSumOfLogs(const float* HWY_RESTRICT counts, const float* HWY_RESTRICT normalizers,
                         std::size_t num_words) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  auto sum = hn::Zero(d);
  for (std::size_t w = 0; w < num_words; w += hn::Lanes(d)) {
    const auto count = hn::PromoteTo(d, load_some(half, counts + w, num_words - w, 0.0F));
    const auto normalizer = hn::PromoteTo(d, load_some(half, normalizers + w, num_words - w, 1.0F));
    sum = hn::MulAdd(count, hn::Log(d, normalizer), sum);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void Digammas(const double* HWY_RESTRICT x, std::size_t size, double* HWY_RESTRICT digammas) {
  const Doubles d;
  HWY_ALIGN double some[hn::MaxLanes(Doubles())];
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    hn::Store(DigammaAndLogGamma(load_some(d, x + k, size - k, 1.0)).digamma, d, some);
    std::copy_n(some, std::min(hn::Lanes(d), size - k), digammas + k);
  }
}

/// Both kinds of q and prior, as `load_q(k, left)` and `load_prior(k, left)` give them (q = prior = 1 beyond
/// the end).
template <class LoadQ, class LoadPrior>
HWY_INLINE double dirichlet_terms_of(std::size_t size, LoadQ load_q, LoadPrior load_prior) {
  const Doubles d;
  auto sum = hn::Zero(d);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto q = load_q(k, size - k);
    const DigammaAndLogGamma of_q(q);
    sum = hn::Add(sum, hn::MulAdd(hn::Sub(load_prior(k, size - k), q), of_q.digamma, of_q.log_gamma));
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

double DirichletTermsOfFloats(const float* HWY_RESTRICT q, const float* HWY_RESTRICT prior,
                              std::size_t size) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  const auto load = [&](const float* x) {
    return [=](std::size_t k, std::size_t left)
               HWY_ATTR { return hn::PromoteTo(d, load_some(half, x + k, left, 1.0F)); };
  };
  return dirichlet_terms_of(size, load(q), load(prior));
}

double DirichletTermsOfDoubles(const double* HWY_RESTRICT q, double prior, std::size_t size) {
  const Doubles d;
  const auto load_q = [&](std::size_t k, std::size_t left)
                          HWY_ATTR { return load_some(d, q + k, left, 1.0); };
  const auto load_prior = [&](std::size_t, std::size_t left) HWY_ATTR {
    return hn::IfThenElse(hn::FirstN(d, left), hn::Set(d, prior), hn::Set(d, 1.0));
  };
  return dirichlet_terms_of(size, load_q, load_prior);
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

#endif  // VILDA_LDA_KERNELS_INL
