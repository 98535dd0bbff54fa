#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/verb.hpp"

namespace vilda::app {

/// Whether an option is given, by whatever value: not where it has its default, or is left out.
bool is_given(const po::variables_map& given, const std::string& option);

/// Throws InvalidOption where one of them is given, which would be ignored: "--OPTION has no meaning REASON".
void refuse_meaningless(const po::variables_map& given, const std::vector<std::string>& options,
                        std::string_view reason);

}  // namespace vilda::app
