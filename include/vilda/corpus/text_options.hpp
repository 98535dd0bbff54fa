#pragma once

#include <cstddef>
#include <string>

namespace vilda::corpus {

/// Which words of a text are kept.
///
/// A word is what stands between two word boundaries of ICU (UAX #29, root locale; a dictionary cuts Chinese,
/// Japanese and Thai), as Unicode's NFKC_Casefold has it (full case folding, compatibility characters
/// replaced, composed), with a typographic apostrophe made plain, and without an English possessive 's. So
/// "don't", "u.s" and "x86_64" are words, "well-known" is two, and "Darcy's" is "darcy". Dropped are words without a letter, then the short, then stop words; the others
/// may be stemmed.
///
/// A letter is a character with Unicode's property Alphabetic; an ideograph counts for two, so that by
/// default a Chinese word of two characters is long enough.
struct TextOptions {
  /// `--stop-words`: "none", a file of one word a line, or a language: danish, dutch, english, finnish,
  /// french, german, hungarian, italian, norwegian, portuguese, russian, spanish, swedish.
  std::string stop_words = "english";
  std::size_t min_length = 3;  ///< `--min-length`: letters a word must have, >= 1

  bool keep_numbers = false;  ///< `--keep-numbers`: words without a letter but with a digit are kept
  std::string stem = "none";  ///< `--stem`: "none" or a language of Snowball's stemmers

  void validate() const;  ///< throws InvalidOption
};

}  // namespace vilda::corpus
