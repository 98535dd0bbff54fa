#include "corpus/character_class.hpp"

#include <unicode/uchar.h>

namespace vilda::corpus {
namespace {

CharacterClass class_of(UChar32 character) {
  if (character == '@') return CharacterClass::letter;  // where ICU's root locale
  if (character == ':') return CharacterClass::other;   // differs from UAX #29
  if (u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
    return CharacterClass::complex;
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

CharacterClasses::CharacterClasses() {
  for (unsigned character = 0; character < kSize; ++character)
    classes_[character] = class_of(static_cast<UChar32>(character));
}

const CharacterClasses& CharacterClasses::get() {
  static const CharacterClasses classes;
  return classes;
}

}  // namespace vilda::corpus
