#pragma once

#include <string>
#include <string_view>

namespace vilda::io {

/// A field of a CSV file: quoted where it has a comma, a quote or a line break (RFC 4180).
std::string csv_field(std::string_view text);

}  // namespace vilda::io
