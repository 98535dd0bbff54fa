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

constexpr float kSmallestWeight = 1e-30F;

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

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_WEIGHTS_INL
