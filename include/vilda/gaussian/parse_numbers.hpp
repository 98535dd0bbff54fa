#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vilda::gaussian {

/// Numbers, one a line, in decimal or scientific notation; blank lines and lines that begin with # do not
/// count, nor do spaces around a number. Throws BadInput, `name:line: found ...; expected ...`, for anything
/// else, numbers that are not finite, and text without a number.
std::vector<double> parse_numbers(std::string_view text, const std::string& name);

}  // namespace vilda::gaussian
