#pragma once

#include <string>
#include <string_view>

namespace vilda::report {

/// Text between the tags of SVG and HTML, and in quoted attributes: what would be markup is escaped, and
/// control characters, which XML has not, are blanks.
std::string xml_text(std::string_view text);

}  // namespace vilda::report
