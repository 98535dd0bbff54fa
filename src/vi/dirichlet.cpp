#include "vilda/vi/dirichlet.hpp"

#include <cmath>

#include "vilda/math/special_functions.hpp"

namespace vilda::vi {

Dirichlet::Natural Dirichlet::expected_statistics() const {
  return concentration.unaryExpr(&math::digamma).array() - math::digamma(sum());
}

double Dirichlet::log_normalizer() const {
  return concentration.unaryExpr(&math::lgamma).sum() - math::lgamma(sum());
}

double Dirichlet::entropy() const {
  // With a_0 log a_0 and the like cancelled by hand, large concentrations lose no digits.
  const auto part = [](double a, double others) {
    return math::stirling_remainder(a) + (others + 0.5) * std::log(a) +
           (a - 1 - others) * math::log_minus_digamma(a);
  };
  const double num_others = static_cast<double>(concentration.size() - 1);
  return concentration.unaryExpr([&](double a) { return part(a, 0); }).sum() - part(sum(), num_others);
}

}  // namespace vilda::vi
