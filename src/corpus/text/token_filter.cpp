#include "corpus/text/token_filter.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "corpus/text/address_finder.hpp"
#include "corpus/text/normal_form.hpp"

namespace vilda::corpus {
namespace {

/// Whether the character says as much as two letters: an ideograph, a syllable of Hangul or Katakana.
bool counts_for_two(UChar32 character) {
  if (character < 0x1100) return false;
  const auto script = u_getIntPropertyValue(character, UCHAR_SCRIPT);
  return u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC) || script == USCRIPT_HANGUL ||
         script == USCRIPT_KATAKANA;
}

bool is_letter(UChar32 character) {
  if (character >= 0x80) return u_isUAlphabetic(character);
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// The number of letters: characters with the property Alphabetic.
std::size_t count_letters(std::string_view word) {
  std::size_t letters = 0;
  const auto size = static_cast<std::int32_t>(word.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(word.data(), i, size, character);
    if (is_letter(character)) letters += counts_for_two(character) ? 2 : 1;
  }
  return letters;
}

bool has_digit(std::string_view word) {
  const auto size = static_cast<std::int32_t>(word.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(word.data(), i, size, character);
    if (u_isdigit(character)) return true;
  }
  return false;
}

}  // namespace

TokenFilter::TokenFilter(const TextOptions& options)
    : options_((options.validate(), options)),
      stop_words_(std::make_shared<StopWords>(options.stop_words)),
      stemmer_(options.stem) {}

TokenFilter::TokenFilter(const TokenFilter& other)
    : options_(other.options_), stop_words_(other.stop_words_), stemmer_(options_.stem) {}

Fate TokenFilter::fate_of(std::string_view token, std::string& word) {
  normal_form(token, word);
  if (addresses_are_tokens() && is_address(token))
    return options_.addresses == Addresses::token ? Fate::kept : Fate::address;
  const std::size_t letters = count_letters(word);
  if (letters == 0) return options_.keep_numbers && has_digit(word) ? Fate::kept : Fate::without_letter;
  if (letters < options_.min_length) return Fate::too_short;
  if (stop_words_->contains(word)) return Fate::stop_word;
  stemmer_.stem(word);
  return Fate::kept;
}

}  // namespace vilda::corpus
