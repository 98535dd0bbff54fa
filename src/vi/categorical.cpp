#include "vilda/vi/categorical.hpp"

#include "vilda/math/special_functions.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::vi {

Categorical Categorical::from_natural(const Natural& eta) {
  return {.probabilities = (eta.array() - math::log_sum_exp(eta)).exp()};
}

double Categorical::log_normalizer() const {
  return math::log_sum_exp(natural());
}

double Categorical::entropy() const {
  return -expected_inner_product(natural(), probabilities);
}

}  // namespace vilda::vi
