#include "vilda/gaussian/density.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "vilda/error.hpp"
#include "vilda/math/quadrature.hpp"

namespace vilda::gaussian {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNegligible = -45;         // nats; exp(-45) is below a double's precision
constexpr double kNegligibleDecay = -1e-6;  // of |x| p(x), in nats a nat of |x|
constexpr double kAccuracy = 1e-9;

/// One end of the line, in the distance from the body of p: x = start + direction * scale * (exp(y) - 1).
/// Algebraic tails fall exponentially in y.
struct Tail {
  const Density& p;
  double start;
  double direction;  ///< +1 or -1
  double scale;
  double end;   ///< the last x
  double last;  ///< its y

  double x(double y) const {
    const double beyond = start + direction * scale * std::expm1(y);
    return direction > 0 ? std::min(beyond, end) : std::max(beyond, end);
  }
  double log_slope(double y) const { return std::log(scale) + y; }  ///< log |dx/dy|
  /// The log of |x|^order p(x) |dx/dy|, but for constants.
  double log_weight(double y, int order) const { return p(x(y)) + (1 + order) * y; }
  double decay(int order) const {
    return (log_weight(last, order) - log_weight(last / 2, order)) / (last / 2);
  }
  bool converges(int order) const { return log_weight(last, order) < kNegligible && decay(order) < 0; }
};

Tail tail_of(const Density& p, double start, double direction) {
  const Landscape& landscape = p.landscape();
  const Mode& outermost = direction > 0 ? landscape.modes.back() : landscape.modes.front();
  const double end = direction > 0 ? landscape.upper : landscape.lower;
  const double scale = std::max(std::abs(start - outermost.x), outermost.width());
  return {.p = p,
          .start = start,
          .direction = direction,
          .scale = scale,
          .end = end,
          .last = std::log(scale + std::abs(end - start)) - std::log(scale)};
}

std::array<Tail, 2> tails_of(const Density& p) {
  const std::vector<double> breaks = p.landscape().break_points;
  return {tail_of(p, breaks.front(), -1), tail_of(p, breaks.back(), +1)};
}

void check_normalisable(const Density& p) {
  for (const Tail& tail : tails_of(p)) {
    if (tail.converges(0)) continue;
    const double decay = std::round(1e8 * tail.decay(0)) / 1e8;
    const char* const where = tail.direction > 0 ? "+inf" : "-inf";
    if (decay > kNegligibleDecay) {
      throw BadInput(
          fmt::format("the density is not normalisable: towards {} it falls like |x|^{:.4g}; expected "
                      "faster than 1/|x|",
                      where, decay - 1));
    }
    throw Failure(fmt::format(
        "the density falls like |x|^{:.6g} towards {}: too slowly to be integrated, if it is normalisable",
        decay - 1, where));
  }
}

/// Integrals over [from, to] of z^k p~(x) dx / unit, k = 0 ... order, where z = (x - centre) / unit,
/// p~ = exp(f - highest), and centre and unit are the place and width of the highest mode.
math::Integral<3> integrate_powers(const Density& p, int order, double from, double to) {
  const Mode mode = p.landscape().highest_mode();
  const auto at = [&](double x, double log_slope) {
    const double z = (x - mode.x) / mode.width();
    const double log_weight = p(x) + log_slope - std::log(mode.width());
    std::array<double, 3> values{};
    if (std::isfinite(log_weight)) {
      values[0] = std::exp(log_weight);
      for (std::size_t k = 1; k <= static_cast<std::size_t>(order) && z != 0; ++k) {
        const double size = std::exp(log_weight + static_cast<double>(k) * std::log(std::abs(z)));
        values[k] = z < 0 && k == 1 ? -size : size;
      }
    }
    return math::Components<3>(values[0], values[1], values[2]);
  };
  const double tolerance = std::max(1e-12, 2 * p.rounding(mode.x, mode.width()));
  const math::QuadratureOptions options{.absolute_tolerance = tolerance, .relative_tolerance = tolerance};

  std::vector<double> breaks = p.landscape().break_points;
  const auto clipped = [&](double x) { return std::clamp(x, from, to); };
  std::ranges::transform(breaks, breaks.begin(), clipped);
  math::Integral<3> sum = math::integrate<3>([&](double x) { return at(x, 0); }, breaks, options);
  for (const Tail& tail : tails_of(p)) {
    const auto y_of = [&](double x) {
      return std::log1p(std::max(0.0, tail.direction * (x - tail.start)) / tail.scale);
    };
    const double first = y_of(tail.direction > 0 ? from : to);
    const double last = std::min(tail.last, y_of(tail.direction > 0 ? to : from));
    if (first >= last) continue;
    std::vector<double> steps{first};
    for (double step = 0.25; first + step < last; step *= 2) steps.push_back(first + step);
    steps.push_back(last);
    const math::Integral<3> part =
        math::integrate<3>([&](double y) { return at(tail.x(y), tail.log_slope(y)); }, steps, options);
    sum.value += part.value;
    sum.error += part.error;
  }
  if (!(sum.error <= std::max(kAccuracy, 4 * tolerance) * abs(sum.value) + tolerance)) {
    throw Failure(fmt::format(
        "the quadrature over p did not reach its tolerance: relative error {:.1e}, expected {:.0e}",
        sum.error / abs(sum.value), kAccuracy));
  }
  return sum;
}

double probability(const Density& p, double from, double to) {
  return std::min(1.0, integrate_powers(p, 0, from, to).value[0] /
                           integrate_powers(p, 0, -kInfinity, kInfinity).value[0]);
}

}  // namespace

Density::Density(LogDensity f, const ScanOptions& options)
    : f_(std::move(f)), landscape_(explore(f_, options)) {}

double Density::rounding(double x, double width) const {
  const double of_constant = std::abs(highest());
  const double of_place = std::abs(x) / width;
  return std::max(landscape_.rounding,
                  std::numeric_limits<double>::epsilon() * std::max({1.0, of_constant, of_place}));
}

double relative_log_evidence(const Density& p) {
  check_normalisable(p);
  const double mass = integrate_powers(p, 0, -kInfinity, kInfinity).value[0];
  return std::log(mass) + std::log(p.landscape().highest_mode().width());
}

Moments moments(const Density& p) {
  check_normalisable(p);
  int order = 0;
  for (const int candidate : {1, 2}) {
    if (std::ranges::all_of(tails_of(p), [&](const Tail& tail) { return tail.converges(candidate); })) {
      order = candidate;
    }
  }
  const math::Components<3> powers = integrate_powers(p, order, -kInfinity, kInfinity).value;
  const Mode mode = p.landscape().highest_mode();
  Moments result;
  const double mean = powers[1] / powers[0];
  if (order >= 1) result.mean = mode.x + mode.width() * mean;
  if (order >= 2) result.sd = mode.width() * std::sqrt(powers[2] / powers[0] - mean * mean);
  return result;
}

double probability_below(const Density& p, double x) {
  return probability(p, -kInfinity, x);
}

double probability_above(const Density& p, double x) {
  return probability(p, x, kInfinity);
}

}  // namespace vilda::gaussian
