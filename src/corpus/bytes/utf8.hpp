#pragma once

#include <cstddef>
#include <string_view>

namespace vilda::corpus {

/// The number of bytes of the first character of `text`, or 0 if the text is empty or does not begin with
/// valid UTF-8.
std::size_t utf8_character_length(std::string_view text);

/// The number of bytes of the longest valid UTF-8 prefix without a NUL: all of them if the text is fine.
std::size_t valid_text_prefix(std::string_view text);

}  // namespace vilda::corpus
