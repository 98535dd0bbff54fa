#include "vilda/vi/gamma.hpp"

#include <cmath>

#include "vilda/math/special_functions.hpp"

namespace vilda::vi {

Gamma::Natural Gamma::expected_statistics() const {
  return {math::digamma(shape) - std::log(rate), mean()};
}

double Gamma::log_normalizer() const {
  return math::lgamma(shape) - shape * std::log(rate);
}

double Gamma::entropy() const {
  // The leading terms of log Gamma and digamma cancel: what is left is Stirling's remainders.
  return math::stirling_remainder(shape) + 0.5 * std::log(shape) +
         (shape - 1) * math::log_minus_digamma(shape) - std::log(rate);
}

}  // namespace vilda::vi
