#pragma once

#include <string>
#include <string_view>

namespace vilda::corpus {

/// Writes to `normal` the form in which a word is counted: its NFKC_Casefold (UTF-8; Unicode Standard, 3.13:
/// full case folding, compatibility characters by what they stand for, composed, without characters to be
/// ignored), with a typographic apostrophe (U+2019) made plain, and without an English possessive 's.
void normal_form(std::string_view word, std::string& normal);

}  // namespace vilda::corpus
