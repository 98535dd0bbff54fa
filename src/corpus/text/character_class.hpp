#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace vilda::corpus {

/// What a character is to word boundaries (UAX #29, as ICU's root locale has it).
enum class CharacterClass : std::uint8_t {
  other,   ///< a boundary on both sides: spaces, punctuation, symbols
  letter,  ///< includes @
  digit,
  connector,        ///< _ and its like: joins letters, digits and itself
  between_letters,  ///< inside a word between two letters: MidLetter
  between_digits,   ///< inside a word between two digits: MidNum
  between_either,   ///< inside a word between two letters or two digits: MidNumLet, Single_Quote
  ideograph,        ///< Han, Hiragana, Katakana: a dictionary cuts a run of them
  complex,          ///< left to ICU: marks that join what they follow, scripts that a dictionary cuts, ...
};

/// A character at a place in a text.
struct ClassifiedCharacter {
  CharacterClass kind;
  std::uint8_t size;  ///< bytes; of a complex character any number of them
};

/// The classes of all characters. Those from U+10000 on are complex. Those of ASCII alone are known at once:
/// a text of nothing else need not wait for the others.
class CharacterClasses {
 public:
  static const CharacterClasses& get();

  /// The class of the character at text[position], which must be the start of one (UTF-8).
  ClassifiedCharacter at(std::string_view text, std::size_t position) const {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[position + offset]); };
    const unsigned first = byte(0);
    if (first < 0x80) return {ascii_[first], 1};
    const std::size_t size = first < 0xE0 ? 2 : 3;
    if (first > 0xEF || text.size() - position < size) return {CharacterClass::complex, 1};
    if (first < 0xE0) return {all()[(first & 0x1F) << 6 | (byte(1) & 0x3F)], 2};
    return {all()[(first & 0x0F) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3F)], 3};
  }

 private:
  template <std::size_t Size>
  using Table = std::array<CharacterClass, Size>;  // of the first characters

  template <std::size_t Size>
  static Table<Size> classes_of_first();

  static const Table<0x10000>& all() {
    static const auto classes = classes_of_first<0x10000>();
    return classes;
  }

  CharacterClasses();

  Table<0x80> ascii_;
};

}  // namespace vilda::corpus
