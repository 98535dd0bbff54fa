#include "vilda/gaussian/expectations.hpp"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "vilda/math/quadrature.hpp"

namespace vilda::gaussian {
namespace {

namespace constants = boost::math::constants;

constexpr double kFarthest = 38;  // standard deviations; the normal density underflows there

/// What E_q[f] would lose, were f no lower than at the edge of where it can be evaluated.
double lost_beyond(const Density& p, const vi::Gaussian& q, double edge, double direction) {
  const double z = direction * (edge - q.mean) / q.sd;
  const double mass = 0.5 * std::erfc(z / constants::root_two<double>());
  return mass > 0 ? mass * std::abs(p(edge)) : 0;
}

std::vector<double> break_points(const Density& p, const vi::Gaussian& q) {
  const auto z_of = [&](double x) { return (x - q.mean) / q.sd; };
  const double first = std::max(-kFarthest, z_of(p.landscape().lower));
  const double last = std::min(kFarthest, z_of(p.landscape().upper));
  std::vector<double> breaks = {first, last};
  const auto add = [&](double z) {
    if (first < z && z < last) breaks.push_back(z);
  };
  for (const double z : {0.0, 1.5, 3.0, 5.0, 8.0, 12.0, 20.0}) {
    add(z);
    add(-z);
  }
  for (const double x : p.landscape().break_points) add(z_of(x));
  std::ranges::sort(breaks);
  return breaks;
}

/// E[He_k(z) (f(x) - f(m))], k = 0 ... 4. The constant f(m) changes none but the first, and would drown the
/// others.
math::Integral<5> hermite_expectations(const Density& p, const vi::Gaussian& q, double centre) {
  const auto integrand = [&](double z) {
    const double weight = std::exp(-0.5 * z * z) * constants::one_div_root_two_pi<double>();
    const double f = p(q.mean + q.sd * z);
    const double value = std::isfinite(f) ? weight * (f - centre) : 0;
    const double square = z * z;
    return math::Components<5>(value, value * z, value * (square - 1), value * z * (square - 3),
                               value * (square * (square - 6) + 3));
  };
  const double tolerance = std::max(1e-11, 2 * p.rounding(q.mean, q.sd));
  return math::integrate<5>(
      integrand, break_points(p, q),
      {.absolute_tolerance = tolerance, .relative_tolerance = 1e-12, .max_pieces = 1000});
}

}  // namespace

BoundAt bound_at(const Density& p, const vi::Gaussian& q) {
  BoundAt result{.elbo = {}, .gradient = Eigen::Vector2d::Zero(), .hessian = Eigen::Matrix2d::Zero()};
  const Landscape& landscape = p.landscape();
  constexpr double kMostLost = 1e-10;
  if (lost_beyond(p, q, landscape.upper, +1) > kMostLost ||
      lost_beyond(p, q, landscape.lower, -1) > kMostLost) {
    result.elbo = {{"expected_log_density", -std::numeric_limits<double>::infinity()},
                   {"entropy", q.entropy()}};
    return result;
  }
  const double at_mean = p(q.mean);
  const double centre = std::isfinite(at_mean) ? at_mean : 0;
  const math::Integral<5> expectations = hermite_expectations(p, q, centre);
  const math::Components<5>& he = expectations.value;
  const double s = q.sd;
  result.elbo = {{"expected_log_density", centre + he[0]}, {"entropy", q.entropy()}};
  result.gradient << he[1] / s, (he[2] + 1) / s;
  result.hessian << he[2], he[3], he[3], he[2] + he[4] - 1;
  result.hessian /= s * s;
  result.error = expectations.error;
  return result;
}

}  // namespace vilda::gaussian
