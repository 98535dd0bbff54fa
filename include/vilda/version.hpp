#pragma once

#include <string_view>

namespace vilda {

/// The library's version, "MAJOR.MINOR.PATCH".
std::string_view version();

}  // namespace vilda
