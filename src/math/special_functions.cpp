#include "vilda/math/special_functions.hpp"

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>

namespace vilda::math {
namespace {

// Out of range gives infinity; and no detour over long double, which is slow and differs between machines.
using Policy =
    boost::math::policies::policy<boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::promote_double<false>>;

// From here on the divergent series below are accurate to the last digits of a double.
constexpr double kAsymptotic = 20;

}  // namespace

double lgamma(double x) {
  return boost::math::lgamma(x, Policy());
}

double digamma(double x) {
  constexpr double kReciprocalIsExact = 1e-17;  // psi(x) = -1/x - 0.577...
  if (x < kReciprocalIsExact) return -1 / x;
  return boost::math::digamma(x, Policy());
}

double trigamma(double x) {
  constexpr double kReciprocalIsExact = 1e-9;  // psi'(x) = 1/x^2 + 1.64...
  if (x < kReciprocalIsExact) return 1 / x / x;
  return boost::math::trigamma(x, Policy());
}

double exp_digamma(double x) {
  return std::exp(digamma(x));
}

double stirling_remainder(double x) {
  if (x < kAsymptotic) return lgamma(x) - ((x - 0.5) * std::log(x) - x);
  constexpr double half_log_two_pi = boost::math::constants::log_root_two_pi<double>();
  const double y = 1 / (x * x);  // Abramowitz & Stegun (1964), 6.1.41
  return half_log_two_pi +
         (1 / 12. -
          y * (1 / 360. - y * (1 / 1260. - y * (1 / 1680. - y * (1 / 1188. - y * 691 / 360360.))))) /
             x;
}

double log_minus_digamma(double x) {
  if (x < kAsymptotic) return std::log(x) - digamma(x);
  const double y = 1 / (x * x);  // Abramowitz & Stegun (1964), 6.3.18
  return 0.5 / x +
         y * (1 / 12. - y * (1 / 120. - y * (1 / 252. - y * (1 / 240. - y * (1 / 132. - y * 691 / 32760.)))));
}

double log_sum_exp(const Eigen::Ref<const Eigen::VectorXd>& x) {
  if (x.size() == 0) return -std::numeric_limits<double>::infinity();
  const double largest = x.maxCoeff();
  if (!std::isfinite(largest)) return largest;
  return largest + std::log((x.array() - largest).exp().sum());
}

}  // namespace vilda::math
