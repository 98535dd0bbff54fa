#pragma once

#include <string>
#include <string_view>

namespace vilda::corpus {

/// The text on one line and in valid UTF-8, whatever its bytes: control characters and bytes that are not
/// UTF-8 appear as \t, \n, \r or \xNN.
std::string on_one_line(std::string_view text);

/// What a message says was found: on_one_line, in double quotes, at most about 40 characters.
std::string quote(std::string_view found);

}  // namespace vilda::corpus
