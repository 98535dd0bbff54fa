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
  if (!(smallest >= 0 && smallest <= 1)) {
    throw InvalidOption(fmt::format("smallest step is {}; it must lie in [0, 1]", smallest));
  }
}

double RobbinsMonro::operator()(std::uint64_t t) const {
  return std::max(std::pow(tau + static_cast<double>(t), -kappa), smallest);
}

}  // namespace vilda::vi
