// Sums of many terms, in double.
// For one instruction set: compiled once for each by kernels.cpp.
#if defined(VILDA_LDA_KERNELS_SUMS_IN_DOUBLE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_SUMS_IN_DOUBLE_INL
#undef VILDA_LDA_KERNELS_SUMS_IN_DOUBLE_INL
#else
#define VILDA_LDA_KERNELS_SUMS_IN_DOUBLE_INL
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "lda/kernels/special_functions-inl.hpp"
#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

/// The sum of term(k, left), vectors of numbers from k on, of which `left` are there: eight partial sums, and
/// terms beyond the end up to a multiple of eight, so that AVX2 and AVX-512 give the same bits.
template <class Term>
HWY_INLINE double sum_of_terms(std::size_t size, Term term) {
  constexpr std::size_t kSums = 8, kLanes = hn::MaxLanes(Doubles());
  const Doubles d;
  hn::Vec<Doubles> sums[kSums / kLanes];
  for (auto& sum : sums) sum = hn::Zero(d);
  for (std::size_t first = 0; first < size; first += kSums) {
    for (std::size_t i = 0; i < kSums; i += kLanes) {
      const std::size_t k = std::min(first + i, size);
      sums[i / kLanes] = hn::Add(sums[i / kLanes], term(k, size - k));
    }
  }
  HWY_ALIGN double lanes[kSums];
  for (std::size_t i = 0; i < kSums; i += kLanes) hn::Store(sums[i / kLanes], d, lanes + i);
  return std::accumulate(lanes, lanes + kSums, 0.0);
}

double WeightedSumOfLogs(const float* HWY_RESTRICT counts, const float* HWY_RESTRICT normalizers,
                         std::size_t num_words) {
  const Doubles d;
  const hn::Rebind<float, Doubles> half;
  return sum_of_terms(num_words, [&](std::size_t w, std::size_t left) HWY_ATTR {
    const auto count = hn::PromoteTo(d, load_some(half, counts + w, left, 0.0F));
    const auto normalizer = hn::PromoteTo(d, load_some(half, normalizers + w, left, 1.0F));
    return hn::Mul(count, hn::Log(d, normalizer));
  });
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
  return sum_of_terms(size, [&](std::size_t k, std::size_t left) HWY_ATTR {
    const auto q = load_q(k, left);
    const DigammaAndLogGamma of_q(q);
    return hn::MulAdd(hn::Sub(load_prior(k, left), q), of_q.digamma, of_q.log_gamma);
  });
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

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_SUMS_IN_DOUBLE_INL
