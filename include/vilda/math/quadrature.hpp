#pragma once

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <queue>
#include <span>
#include <vector>

/// Integrals over the line, of several functions that share their evaluations.
namespace vilda::math {

/// N numbers that are integrated together; their size is that of the largest.
template <std::size_t N>
struct Components {
  std::array<double, N> values{};

  Components() = default;
  Components(double all) { values.fill(all); }  // NOLINT: Boost writes `K sum = 0`
  template <std::convertible_to<double>... Value>
  requires(sizeof...(Value) == N && N > 1) explicit Components(Value... value)
      : values{static_cast<double>(value)...} {}

  double operator[](std::size_t i) const { return values[i]; }
  Components& operator+=(const Components& other) {
    for (std::size_t i = 0; i < N; ++i) values[i] += other.values[i];
    return *this;
  }
  Components& operator*=(double factor) {
    for (double& value : values) value *= factor;
    return *this;
  }
  friend Components operator+(Components a, const Components& b) { return a += b; }
  friend Components operator-(Components a, const Components& b) { return a += -b; }
  friend Components operator-(Components a) { return a *= -1; }
  friend Components operator*(Components a, double factor) { return a *= factor; }
  friend Components operator*(double factor, Components a) { return a *= factor; }
  friend double abs(const Components& a) {
    double largest = 0;
    for (const double value : a.values) {
      if (!(std::abs(value) <= largest)) largest = std::abs(value);  // a NaN stays
    }
    return largest;
  }
};

struct QuadratureOptions {
  double absolute_tolerance = 1e-11;  ///< reached once the error is below either of the two
  double relative_tolerance = 1e-12;
  std::size_t max_pieces = 4000;
};

template <std::size_t N>
struct Integral {
  Components<N> value;
  double error = 0;      ///< estimate of the largest component's absolute error
  bool reached = false;  ///< whether the error is within the tolerance
};

namespace detail {

template <std::size_t N>
struct Piece {
  double from, to, error;
  Components<N> value;

  bool operator<(const Piece& other) const { return error < other.error; }
};

/// The 31-point Gauss-Kronrod rule over one piece. Its error estimate is |Kronrod - Gauss|.
template <std::size_t N, class F>
Piece<N> integrate_piece(const F& f, double from, double to) {
  const double middle = from + (to - from) / 2;
  const double half = (to - from) / 2;
  const auto on_unit = [&](double t) { return half * f(middle + half * t); };
  double error = 0;
  const Components<N> value =
      boost::math::quadrature::gauss_kronrod<double, 31>::integrate(on_unit, -1.0, 1.0, 0, 0.0, &error);
  return {.from = from, .to = to, .error = error, .value = value};
}

}  // namespace detail

/// The integral of f over [breaks.front(), breaks.back()], where `f(x)` gives Components<N>: Boost's
/// Gauss-Kronrod rule on every piece between neighbouring breaks, then again on the halves of the piece with
/// the largest error until the sum of the errors is within the tolerance. (Boost's own recursion halves a
/// piece for its own relative error, however little that piece matters.)
///
/// `breaks` ascend; put one at every kink, jump and peak. Piessens et al. (1983), QUADPACK, algorithm QAGP.
template <std::size_t N, class F>
Integral<N> integrate(const F& f, std::span<const double> breaks, const QuadratureOptions& options = {}) {
  std::priority_queue<detail::Piece<N>> pieces;
  Integral<N> sum;
  const auto add = [&](const detail::Piece<N>& piece) {
    sum.value += piece.value;
    sum.error += piece.error;
    pieces.push(piece);
  };
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    if (breaks[i] < breaks[i + 1]) add(detail::integrate_piece<N>(f, breaks[i], breaks[i + 1]));
  }
  const auto tolerance = [&] {
    return std::max(options.absolute_tolerance, options.relative_tolerance * abs(sum.value));
  };
  while (sum.error > tolerance() && pieces.size() < options.max_pieces) {
    const detail::Piece<N> worst = pieces.top();
    const double middle = worst.from + (worst.to - worst.from) / 2;
    if (middle <= worst.from || middle >= worst.to) break;  // as narrow as doubles get
    pieces.pop();
    sum.value += -worst.value;
    sum.error -= worst.error;
    add(detail::integrate_piece<N>(f, worst.from, middle));
    add(detail::integrate_piece<N>(f, middle, worst.to));
  }
  sum.reached = sum.error <= tolerance();
  return sum;
}

}  // namespace vilda::math
