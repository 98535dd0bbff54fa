// exp(digamma(x)): the weights of topics and words in mean-field inference.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_WEIGHTS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_WEIGHTS_INL
#undef VILDA_LDA_KERNELS_WEIGHTS_INL
#else
#define VILDA_LDA_KERNELS_WEIGHTS_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/special_functions-inl.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

constexpr float kSmallestWeight = 1e-30F, kSmallestArgument = 1e-18F;

/// exp(digamma(x + x_rest) + shift), where shift is at most 1/x: never zero, and never infinite.
HWY_INLINE hn::Vec<Floats> shifted_exp_digamma(hn::Vec<Floats> x, hn::Vec<Floats> x_rest, float shift) {
  const Floats d;
  const ExpDigamma<Floats> e(d, hn::Max(x, hn::Set(d, kSmallestArgument)));
  const auto reciprocal = hn::Min(e.reciprocal, hn::Set(d, shift + 70.0F)), smallest = hn::Set(d, shift);
  const auto exponent = hn::Sub(smallest, reciprocal);
  // What rounding took from the difference (Dekker 1971), from 1/x, and from x: much, where 1/x is beyond
  // 1e7.
  const auto taken = hn::Sub(hn::Sub(smallest, hn::Add(exponent, reciprocal)), e.rest);
  const auto rest = hn::MulAdd(x_rest, hn::Mul(reciprocal, reciprocal), taken), half = hn::Set(d, 0.5F);
  return hn::Mul(e.factor, exp_of_sum(d, exponent, hn::Min(hn::Max(rest, hn::Neg(half)), half)));
}

/// The numbers of the topics from k on, and zeros for what fills the row.
HWY_INLINE hn::Vec<Floats> of_topics(std::size_t k, std::size_t num_topics, hn::Vec<Floats> numbers) {
  const Floats d;
  const std::size_t left = num_topics - std::min(num_topics, k);
  return left >= hn::Lanes(d) ? numbers : hn::IfThenElseZero(hn::FirstN(d, left), numbers);
}

float TopicWeights(const float* HWY_RESTRICT gamma, std::size_t num_topics, float largest_elsewhere,
                   float* HWY_RESTRICT weights) {
  const Floats d;
  const std::size_t size = row_size(num_topics);
  auto largest = hn::Set(d, std::max(kSmallestArgument, largest_elsewhere));
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) largest = hn::Max(largest, hn::Load(d, gamma + k));
  const float most = hn::GetLane(hn::MaxOfLanes(d, largest));
  const float shift = most < 1 ? 1 / most : 0;
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto weight = shifted_exp_digamma(hn::Load(d, gamma + k), hn::Zero(d), shift);
    hn::Store(of_topics(k, num_topics, hn::Max(weight, hn::Set(d, kSmallestWeight))), d, weights + k);
  }
  return shift;
}

double WordWeights(const double* HWY_RESTRICT lambda, const float* HWY_RESTRICT factors,
                   std::size_t num_topics, float* HWY_RESTRICT row) {
  const Floats d;
  const std::size_t size = row_size(num_topics);
  const Doubles doubles;
  auto most = hn::Set(doubles, kSmallestArgument);
  for (std::size_t k = 0; k < num_topics; k += hn::Lanes(doubles))
    most = hn::Max(most, load_some(doubles, lambda + k, num_topics - k, 0.0));
  const auto shift = static_cast<float>(1 / hn::GetLane(hn::MaxOfLanes(doubles, most)));
  auto largest = hn::Zero(d);
  for (std::size_t first = 0; first < size; first += kRowMultiple) {
    double padded[kRowMultiple];
    const double* some = lambda + first;
    if (first + kRowMultiple > num_topics) {
      std::fill(std::copy(some, lambda + num_topics, padded), padded + kRowMultiple, 1.0);
      some = padded;
    }
    HWY_ALIGN float x[kRowMultiple], rest[kRowMultiple];
    for (std::size_t i = 0; i < kRowMultiple; ++i) x[i] = static_cast<float>(some[i]);
    for (std::size_t i = 0; i < kRowMultiple; ++i)
      rest[i] = static_cast<float>(some[i] - static_cast<double>(x[i]));
    for (std::size_t i = 0; i < kRowMultiple; i += hn::Lanes(d)) {
      const auto weight = hn::Mul(shifted_exp_digamma(hn::Load(d, x + i), hn::Load(d, rest + i), shift),
                                  hn::Load(d, factors + first + i));
      largest = hn::Max(largest, of_topics(first + i, num_topics, weight));
      hn::Store(weight, d, row + first + i);
    }
  }
  const float scale = hn::GetLane(hn::MaxOfLanes(d, largest));
  const auto inverse = hn::Set(d, 1 / scale);
  for (std::size_t k = 0; k < size; k += hn::Lanes(d)) {
    const auto weight = hn::Mul(hn::Load(d, row + k), inverse);
    hn::Store(of_topics(k, num_topics, hn::Max(weight, hn::Set(d, kSmallestWeight))), d, row + k);
  }
  return std::log(static_cast<double>(scale)) - static_cast<double>(shift);
}

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_WEIGHTS_INL
