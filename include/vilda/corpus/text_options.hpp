#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vilda::corpus {

/// What becomes of URLs and e-mail addresses: they are cut into words like other text, each is one token that
/// is kept, or each is one that is dropped.
enum class Addresses { split, token, drop };

/// "split", "token" or "drop".
std::string_view name_of(Addresses addresses);

/// Throws InvalidOption for a name that is none of these.
Addresses addresses_named(std::string_view name);

/// Which pairs of words that stand together become one word, like new_york: those whose normalised pointwise
/// mutual information is high (Bouma 2009). Between them only blanks or a hyphen stand, and no word that was
/// dropped.
struct PhraseOptions {
  bool join = false;       ///< `--phrases`
  double threshold = 0.5;  ///< `--phrase-threshold`: the least information, -1 (never together) to 1 (always)
  std::uint64_t min_count = 10;  ///< `--phrase-min-count`: how often they must stand together, >= 1

  void validate() const;  ///< throws InvalidOption
};

/// Which words of a text are kept.
///
/// A word is what stands between two word boundaries of ICU (UAX #29, root locale; a dictionary cuts Chinese,
/// Japanese and Thai), as Unicode's NFKC_Casefold has it (full case folding, compatibility characters
/// replaced, composed), with a typographic apostrophe made plain, and without an English possessive 's. So
/// "don't", "u.s" and "x86_64" are words, "well-known" is two, and "Darcy's" is "darcy". Dropped are words
/// without a letter, then the short, then stop words; the others may be stemmed.
///
/// A letter is a character with Unicode's property Alphabetic. An ideograph, and a syllable of Hangul or
/// Katakana, counts for two: by default a Chinese word of two characters is long enough, one of one is not.
struct TextOptions {
  /// `--stop-words`: "none", a file of one word a line, or a language: danish, dutch, english, finnish,
  /// french, german, hungarian, italian, norwegian, portuguese, russian, spanish, swedish.
  std::string stop_words = "english";
  std::size_t min_length = 3;  ///< `--min-length`: letters a word must have, >= 1

  bool keep_numbers = false;  ///< `--keep-numbers`: words without a letter but with a digit are kept
  /// `--addresses`: what becomes of URLs and e-mail addresses.
  Addresses addresses = Addresses::split;
  std::string stem = "none";  ///< `--stem`: "none" or a language of Snowball's stemmers

  PhraseOptions phrases;  ///< of the words that are kept, as they are then

  void validate() const;  ///< throws InvalidOption
};

}  // namespace vilda::corpus
