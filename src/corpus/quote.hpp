#pragma once

#include <string>
#include <string_view>

namespace vilda::corpus {

/// What a message says was found: in double quotes, on one line, at most about 40 characters, and valid UTF-8
/// whatever the bytes: control characters and bytes that are not UTF-8 appear as \t, \n, \r or \xNN.
std::string quote(std::string_view found);

}  // namespace vilda::corpus
