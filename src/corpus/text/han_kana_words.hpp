#pragma once

#include <unicode/ucharstrie.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vilda::corpus {

/// Cuts Chinese and Japanese into words as ICU's word boundaries do, several times faster: the words of ICU's
/// own dictionary, each with a cost (its self-information), and the way through the characters that costs
/// least,
///
///   best(0) = 0,   best(j) = min over words w = characters i .. j-1 of best(i) + cost(w),
///
/// where a character that is no word costs 255, and a whole group of Katakana what its length makes it cost.
/// Source: CjkBreakEngine in ICU 72, icu4c/source/common/dictbe.cpp. ICU spends most of its time at the two
/// upper levels of the dictionary, a trie; here one is a table, the other a cache. For one thread.
class HanKanaWords {
 public:
  /// Whether ICU's dictionary is laid out as this class reads it and gives the words of a sample that ICU
  /// finds.
  static bool available();

  /// The lengths of the words in `run`: Han, Hiragana and Katakana, none of which NFKC would change.
  const std::vector<std::uint32_t>& lengths(std::u16string_view run);

 private:
  /// The least cost of the characters before a position, and how long the last word is.
  struct Best {
    std::uint32_t cost;
    std::uint32_t length;
  };

  /// What the dictionary holds of two characters.
  struct Pair {
    std::uint32_t characters = 0;
    std::int16_t cost = 0;  // as a word, if it is one
    bool goes_on = false;   // words begin with it
  };

  void relax(std::size_t begin, std::size_t length, std::uint32_t cost);
  void try_dictionary_words(std::u16string_view run, std::size_t begin);
  void try_longer_words(std::u16string_view run, std::size_t begin);
  void look_up(char16_t first, char16_t second, Pair& pair, icu::UCharsTrie::State& behind);
  void try_katakana_group(std::u16string_view run, std::size_t begin);

  std::optional<icu::UCharsTrie> trie_;
  std::vector<Pair> pairs_;                     // by a hash of the two characters
  std::vector<icu::UCharsTrie::State> behind_;  // the pairs, where they go on
  std::vector<Best> best_;
  std::vector<std::uint32_t> lengths_;
};

}  // namespace vilda::corpus
