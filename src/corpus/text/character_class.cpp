#include "corpus/text/character_class.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "corpus/text/han_kana_words.hpp"

namespace vilda::corpus {
namespace {

bool is_word_break(UChar32 character, UWordBreakValues value) {
  return u_getIntPropertyValue(character, UCHAR_WORD_BREAK) == value;
}

bool has_script(UChar32 character, UScriptCode script) {
  return u_getIntPropertyValue(character, UCHAR_SCRIPT) == script;
}

/// Those characters whose runs ICU cuts by its dictionary of Chinese and Japanese.
bool is_cut_by_dictionary(UChar32 character) {
  return has_script(character, USCRIPT_HAN) || has_script(character, USCRIPT_HIRAGANA) ||
         has_script(character, USCRIPT_KATAKANA) || character == 0x30FC;
}

/// ICU looks a run up in the dictionary after NFKC: here are those characters that it leaves as they are.
bool is_nfkc(UChar32 character) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(status);
  return U_SUCCESS(status) && nfkc->isNormalized(icu::UnicodeString(character), status) &&
         nfkc->hasBoundaryBefore(character);
}

/// Of characters that ICU's rules for words call KanaKanji.
CharacterClass class_of_kana_or_kanji(UChar32 character) {
  const bool is_plain = is_cut_by_dictionary(character) && is_nfkc(character) &&
                        !is_word_break(character, U_WB_EXTEND) && !is_word_break(character, U_WB_FORMAT);
  return is_plain && HanKanaWords::available() ? CharacterClass::ideograph : CharacterClass::complex;
}

CharacterClass class_of(UChar32 character) {
  // Where ICU's root locale differs from UAX #29: the colons, also the small and the full-width one.
  if (character == '@') return CharacterClass::letter;
  if (character == ':' || character == 0xFE55 || character == 0xFF1A) return CharacterClass::other;
  if (u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
    return CharacterClass::complex;
  if (has_script(character, USCRIPT_HAN) || has_script(character, USCRIPT_HIRAGANA) ||
      is_word_break(character, U_WB_KATAKANA)) {
    return class_of_kana_or_kanji(character);
  }
  if (has_script(character, USCRIPT_HANGUL) || u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC))
    return CharacterClass::complex;  // letters that are not joined to others
  switch (u_getIntPropertyValue(character, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      return CharacterClass::letter;
    case U_WB_NUMERIC:
      return CharacterClass::digit;
    case U_WB_EXTENDNUMLET:
      return CharacterClass::connector;
    case U_WB_MIDLETTER:
      return CharacterClass::between_letters;
    case U_WB_MIDNUM:
      return CharacterClass::between_digits;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
      return CharacterClass::between_either;
    case U_WB_OTHER:
    case U_WB_DOUBLE_QUOTE:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_WSEGSPACE:
      return CharacterClass::other;
    default:
      return CharacterClass::complex;
  }
}

}  // namespace

template <std::size_t Size>
CharacterClasses::Table<Size> CharacterClasses::classes_of_first() {
  Table<Size> classes;
  for (std::size_t character = 0; character < Size; ++character)
    classes[character] = class_of(static_cast<UChar32>(character));
  return classes;
}

template CharacterClasses::Table<0x10000> CharacterClasses::classes_of_first();

CharacterClasses::CharacterClasses() : ascii_(classes_of_first<0x80>()) {}

const CharacterClasses& CharacterClasses::get() {
  static const CharacterClasses classes;
  return classes;
}

}  // namespace vilda::corpus
