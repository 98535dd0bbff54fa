#include "vilda/vi/plateau.hpp"

#include <Eigen/Core>
#include <cmath>

namespace vilda::vi {

bool has_levelled_off(std::span<const double> estimates, double tolerance) {
  constexpr auto w = static_cast<Eigen::Index>(kPlateauWindow);
  if (tolerance <= 0 || estimates.size() < 2 * kPlateauWindow) return false;
  const Eigen::Map<const Eigen::ArrayXd> all(estimates.data(), static_cast<Eigen::Index>(estimates.size()));
  const Eigen::ArrayXd last = all.tail(w);
  const double mean = last.mean();
  const double change = std::abs(mean - all.segment(all.size() - 2 * w, w).mean());
  const double variance = (last - mean).square().sum() / static_cast<double>(w - 1);
  return change <= static_cast<double>(w) * tolerance * std::abs(mean) ||
         change <= std::sqrt(2 * variance / static_cast<double>(w));
}

}  // namespace vilda::vi
