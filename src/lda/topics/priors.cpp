#include "vilda/lda/priors.hpp"

#include <fmt/format.h>

#include <string>

#include "vilda/error.hpp"

namespace vilda::lda {
namespace {

bool is_usable(double prior) {
  return prior >= kSmallestPrior && prior <= kLargestPrior;  // no NaN is
}

std::string range() {
  return fmt::format("it must lie in {} to {}", kSmallestPrior, kLargestPrior);
}

}  // namespace

void Priors::validate() const {
  if (alpha.size() < 1 || alpha.size() > kMaxTopics) {
    throw InvalidOption(
        fmt::format("the number of topics is {}; it must lie in 1 to {}", alpha.size(), kMaxTopics));
  }
  for (Eigen::Index k = 0; k < alpha.size(); ++k) {
    if (!is_usable(alpha[k]))
      throw InvalidOption(fmt::format("alpha of topic {} is {}; {}", k, alpha[k], range()));
  }
  if (!is_usable(eta)) throw InvalidOption(fmt::format("eta is {}; {}", eta, range()));
}

}  // namespace vilda::lda
