#include "vilda/vi/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "vilda/error.hpp"

namespace vilda::vi {

void RobbinsMonro::validate() const {
  if (!(tau >= 1) || !std::isfinite(tau)) {
    throw InvalidOption(fmt::format("tau is {}; it must be a number of at least 1", tau));
  }
  if (!(kappa >= 0.5 && kappa <= 1)) {
    throw InvalidOption(fmt::format("kappa is {}; it must lie in [0.5, 1]", kappa));
  }
  for (const double step : {smallest, smallest_annealing}) {
    if (!(step >= 0 && step <= 1))
      throw InvalidOption(fmt::format("smallest step is {}; it must lie in [0, 1]", step));
  }
}

double RobbinsMonro::operator()(std::uint64_t t) const {
  const double rho = std::max(std::pow(tau + static_cast<double>(t), -kappa), smallest);
  return t < annealing_steps ? std::max(rho, smallest_annealing) : rho;
}

}  // namespace vilda::vi
