#pragma once

#include <string>
#include <string_view>

namespace vilda::corpus {

/// Writes to `normal` the form in which a word is counted: its lower case (UTF-8; full mapping, root locale),
/// with a typographic apostrophe (U+2019) made plain, and without an English possessive 's.
void normal_form(std::string_view word, std::string& normal);

}  // namespace vilda::corpus
