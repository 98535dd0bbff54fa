// exp(digamma(x)): the weights of topics and words in mean-field inference.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_WEIGHTS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_WEIGHTS_INL
#undef VILDA_LDA_KERNELS_WEIGHTS_INL
#else
#define VILDA_LDA_KERNELS_WEIGHTS_INL
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "lda/kernels.hpp"
#include "lda/kernels/special_functions-inl.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

constexpr float kSmallestWeight = 1e-30F, kSmallestGamma = 1e-30F;

HWY_INLINE void clear_padding(std::size_t num_topics, float* row) {
  std::fill(row + num_topics, row + row_size(num_topics), 0.0F);
}

float TopicWeights(const float* HWY_RESTRICT gamma, std::size_t num_topics, float* HWY_RESTRICT weights) {
  const Floats d;
  const std::size_t size = row_size(num_topics);
  const auto least = hn::Set(d, kSmallestGamma);
  auto largest = least;
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) largest = hn::Max(largest, hn::Load(d, gamma + k));
  const float shift = 1 / hn::GetLane(hn::MaxOfLanes(d, largest));  // the smallest reciprocal
  const auto smallest = hn::Set(d, shift), limit = hn::Set(d, shift + 70.0F), half = hn::Set(d, 0.5F);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const ExpDigamma<Floats> e(d, hn::Max(hn::Load(d, gamma + k), least));
    const auto reciprocal = hn::Min(e.reciprocal, limit);
    const auto exponent = hn::Sub(smallest, reciprocal);
    // What rounding took from the difference (Dekker 1971), and from 1/gamma: much, where this is beyond 1e7.
    const auto taken = hn::Sub(hn::Sub(smallest, hn::Add(exponent, reciprocal)), e.rest);
    const auto rest = hn::Min(hn::Max(taken, hn::Neg(half)), half);
    const auto weight = hn::Mul(e.factor, exp_of_sum(d, exponent, rest));
    const auto is_topic = hn::FirstN(d, num_topics - std::min(num_topics, k));
    hn::Store(hn::IfThenElseZero(is_topic, hn::Max(weight, hn::Set(d, kSmallestWeight))), d, weights + k);
  }
  return shift;
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

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_WEIGHTS_INL
