#include "vilda/gaussian/comparison.hpp"

#include <boost/math/constants/constants.hpp>
#include <chrono>
#include <cmath>

namespace vilda::gaussian {

Comparison compare(const Density& p, const vi::Gaussian& q, double seconds,
                   const MetropolisOptions& options) {
  using Clock = std::chrono::steady_clock;
  constexpr double kSds = 2;
  Comparison result;
  result.lower = q.mean - kSds * q.sd;
  result.upper = q.mean + kSds * q.sd;
  const Clock::time_point begin = Clock::now();
  const Moments truth = moments(p);
  result.exact = {.mean = truth.mean,
                  .sd = truth.sd,
                  .below = probability_below(p, result.lower),
                  .above = probability_above(p, result.upper)};
  result.exact.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  const double tail = 0.5 * std::erfc(kSds / boost::math::constants::root_two<double>());
  result.variational = {.mean = q.mean, .sd = q.sd, .below = tail, .above = tail, .seconds = seconds};
  result.metropolis = sample_metropolis(p, result.lower, result.upper, options);
  return result;
}

}  // namespace vilda::gaussian
