#pragma once

#include <cstddef>
#include <string>

namespace vilda::corpus {

/// Which words of a text are kept.
///
/// A word is what stands between two word boundaries of ICU (UAX #29, root locale; a dictionary cuts Chinese,
/// Japanese and Thai), in lower case (full mapping, root locale), with a typographic apostrophe made plain,
/// and without an English possessive 's. So "don't", "u.s" and "x86_64" are words, "well-known" is two, and
/// "Darcy's" is "darcy". Dropped are words without a letter, then the short, then stop words.
///
/// A letter is a character with Unicode's property Alphabetic; an ideograph counts for two, so that by
/// default a Chinese word of two characters is long enough.
struct TextOptions {
  std::string stop_words = "english";  ///< `--stop-words`: "english", "none" or a file of one word a line
  std::size_t min_length = 3;          ///< `--min-length`: letters a word must have, >= 1

  void validate() const;  ///< throws InvalidOption
};

}  // namespace vilda::corpus
