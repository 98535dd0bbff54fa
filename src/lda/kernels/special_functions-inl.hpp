// Special functions of a vector of numbers.
// For one instruction set: compiled once for each by lda/kernels.cpp.
#if defined(VILDA_LDA_KERNELS_SPECIAL_FUNCTIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VILDA_LDA_KERNELS_SPECIAL_FUNCTIONS_INL
#undef VILDA_LDA_KERNELS_SPECIAL_FUNCTIONS_INL
#else
#define VILDA_LDA_KERNELS_SPECIAL_FUNCTIONS_INL
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "lda/kernels/vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vilda::lda::kernels::HWY_NAMESPACE {

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

}  // namespace vilda::lda::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // VILDA_LDA_KERNELS_SPECIAL_FUNCTIONS_INL
