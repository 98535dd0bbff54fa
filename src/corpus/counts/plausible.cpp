#include "corpus/counts/plausible.hpp"

#include <fmt/format.h>

#include "vilda/error.hpp"

namespace vilda::corpus {

std::uint64_t most_plausible(std::uint64_t num_counts) {
  return (std::uint64_t{1} << 20) + 16 * num_counts;
}

void check_plausible(const std::string& name, std::uint64_t number, const char* what,
                     std::uint64_t num_counts) {
  const std::uint64_t most = most_plausible(num_counts);
  if (number <= most) return;
  throw BadInput(fmt::format("{}: found {} {} for {} counts; expected at most {} (is the header right?)",
                             name, number, what, num_counts, most));
}

}  // namespace vilda::corpus
