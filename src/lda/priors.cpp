#include "vilda/lda/priors.hpp"

#include <fmt/format.h>

#include <cmath>

#include "vilda/error.hpp"

namespace vilda::lda {

void Priors::validate() const {
  if (alpha.size() < 1 || alpha.size() > kMaxTopics) {
    throw InvalidOption(
        fmt::format("the number of topics is {}; it must lie in 1 to {}", alpha.size(), kMaxTopics));
  }
  for (Eigen::Index k = 0; k < alpha.size(); ++k) {
    if (!(alpha[k] > 0) || !std::isfinite(alpha[k])) {
      throw InvalidOption(fmt::format("alpha of topic {} is {}; it must be a positive number", k, alpha[k]));
    }
  }
  if (!(eta > 0) || !std::isfinite(eta)) {
    throw InvalidOption(fmt::format("eta is {}; it must be a positive number", eta));
  }
}

}  // namespace vilda::lda
