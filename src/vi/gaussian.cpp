#include "vilda/vi/gaussian.hpp"

#include <boost/math/constants/constants.hpp>
#include <cmath>

namespace vilda::vi {
namespace {
constexpr double kHalfLogTwoPi = boost::math::constants::log_root_two_pi<double>();
}

Gaussian Gaussian::from_natural(const Natural& eta) {
  const double variance = -0.5 / eta[1];
  return {.mean = eta[0] * variance, .sd = std::sqrt(variance)};
}

Gaussian::Natural Gaussian::natural() const {
  return {mean * precision(), -0.5 * precision()};
}

Gaussian::Natural Gaussian::expected_statistics() const {
  return {mean, mean * mean + variance()};
}

double Gaussian::log_normalizer() const {
  return 0.5 * mean * mean * precision() + std::log(sd) + kHalfLogTwoPi;
}

double Gaussian::entropy() const {
  return std::log(sd) + kHalfLogTwoPi + 0.5;
}

}  // namespace vilda::vi
