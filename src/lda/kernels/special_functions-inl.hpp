// Special functions of a vector of numbers.
// For one instruction set: compiled once for each by kernels.cpp.
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

/// 1 - x y where x y is close to one, exactly but for the last rounding.
template <class D>
HWY_INLINE hn::Vec<D> one_minus_product(D d, hn::Vec<D> x, hn::Vec<D> y) {
  const auto one = hn::Set(d, 1.0F);
#if HWY_NATIVE_FMA
  return hn::NegMulAdd(x, y, one);
#else
  // Dekker (1971), A floating-point technique for extending the available precision: halves of twelve bits
  const auto upper = [&](hn::Vec<D> number) HWY_ATTR {
    const auto scaled = hn::Mul(number, hn::Set(d, 4097.0F));
    return hn::Sub(scaled, hn::Sub(scaled, number));
  };
  const auto x1 = upper(x), x2 = hn::Sub(x, x1), y1 = upper(y), y2 = hn::Sub(y, y1);
  const auto product = hn::Mul(x, y);
  const auto mixed = hn::Add(hn::Mul(x1, y2), hn::Mul(x2, y1));
  const auto error = hn::Add(hn::Add(hn::Sub(hn::Mul(x1, y1), product), mixed), hn::Mul(x2, y2));
  return hn::Sub(hn::Sub(one, product), error);
#endif
}

/// exp(digamma(x)) = factor * exp(-(reciprocal + rest)) for x >= 1e-30, from digamma(x) = digamma(x + 1) -
/// 1/x: the factor is exp(digamma(x + 1)); 1/x, which may be large, stands in two numbers, which together
/// are more precise than one.
template <class D>
struct ExpDigamma {
  hn::Vec<D> factor, reciprocal, rest;

  HWY_INLINE ExpDigamma(D d, hn::Vec<D> x) {
    // One division gives both 1/x and u.
    const auto shifted = hn::Add(x, hn::Set(d, 1.25F)), one = hn::Set(d, 1.0F);
    const auto inverse = hn::Div(one, hn::Mul(x, shifted));
    const auto u = hn::Mul(inverse, x);
    reciprocal = hn::Mul(inverse, shifted);
    rest = hn::Mul(one_minus_product(d, reciprocal, x), reciprocal);
    // exp(digamma(x + 1)) = x + 1/2 + a polynomial of u = 1 / (x + 1.25), for which the largest relative
    // error, 7e-9, is least.
    auto sum = hn::Set(d, 1.99303078e-3F);
    for (const float coefficient :
         {-8.03046022e-3F, 3.69142601e-3F, 1.70763657e-2F, 3.12147196e-2F, 4.16699015e-2F})
      sum = hn::MulAdd(sum, u, hn::Set(d, coefficient));
    factor = hn::MulAdd(sum, u, hn::Add(x, hn::Set(d, 0.5F)));
  }
};

/// exp(x + rest) for x from -80 to 80 and a small rest: relative error below 2e-7.
template <class D>
HWY_INLINE hn::Vec<D> exp_of_sum(D d, hn::Vec<D> x, hn::Vec<D> rest) {
  const auto power_of_two = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504F)));
  const auto left = hn::NegMulAdd(power_of_two, hn::Set(d, 0.693359375F), x);  // exact: nine bits of log 2
  const auto r = hn::Add(hn::NegMulAdd(power_of_two, hn::Set(d, -2.12194440e-4F), left), rest);
  // 1 + r + r^2 times a polynomial, for which the largest relative error on |r| <= log(2)/2, 3e-9, is least
  auto sum = hn::Set(d, 1.38144662e-3F);
  for (const float coefficient : {8.36878049e-3F, 4.16683942e-2F, 0.166665201F, 0.499999934F})
    sum = hn::MulAdd(sum, r, hn::Set(d, coefficient));
  const auto one = hn::Set(d, 1.0F);
  const auto of_r = hn::MulAdd(hn::MulAdd(sum, r, one), r, one);
  const hn::RebindToSigned<D> integers;
  const auto exponent = hn::Add(hn::ConvertTo(integers, power_of_two), hn::Set(integers, 127));
  return hn::Mul(of_r, hn::BitCast(d, hn::ShiftLeft<23>(exponent)));
}

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
