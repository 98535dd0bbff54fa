#pragma once

#include <Eigen/Core>

namespace vilda::math {

// Each takes x > 0. Relative error below 1e-12 over the positive doubles (digamma near its zero at 1.4616:
// absolute). Where a value leaves the range of a double the result is infinite or zero, never an error.

/// log Gamma(x). Safe to call from several threads.
double lgamma(double x);

/// psi(x) = d/dx log Gamma(x).
double digamma(double x);

/// psi'(x).
double trigamma(double x);

/// exp(psi(x)), about x - 1/2 for large x: the geometric mean of a Gamma(x, 1) variable.
double exp_digamma(double x);

/// log Gamma(x) - ((x - 1/2) log x - x), Stirling's remainder; it tends to log(2 pi) / 2.
double stirling_remainder(double x);

/// log x - psi(x), about 1 / (2 x) for large x.
double log_minus_digamma(double x);

/// log sum_i exp(x_i), for any finite or -inf x_i; -inf where x is empty.
double log_sum_exp(const Eigen::Ref<const Eigen::VectorXd>& x);

}  // namespace vilda::math
