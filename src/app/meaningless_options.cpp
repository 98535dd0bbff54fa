#include "app/meaningless_options.hpp"

#include <fmt/format.h>

#include "vilda/error.hpp"

namespace vilda::app {

bool is_given(const po::variables_map& given, const std::string& option) {
  return given.count(option) != 0 && !given[option].defaulted();
}

void refuse_meaningless(const po::variables_map& given, const std::vector<std::string>& options,
                        std::string_view reason) {
  for (const std::string& option : options)
    if (is_given(given, option)) throw InvalidOption(fmt::format("--{} has no meaning {}", option, reason));
}

}  // namespace vilda::app
