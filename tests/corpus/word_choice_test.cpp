#include "corpus/counts/word_choice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace vilda::corpus {
namespace {

/// Words of 0 to 20 bytes that often begin alike, with bytes below and above those of ASCII.
std::vector<std::string> words_that_begin_alike(unsigned seed) {
  std::mt19937 random(seed);
  std::set<std::string> words;
  for (int repeat = 0; repeat < 2'000; ++repeat) {
    std::string word(random() % 21, 'a');
    if (!word.empty()) word.back() = std::string("\x01 az\x7F\x80\xC3\xFF")[random() % 8];
    if (!word.empty()) word[random() % word.size()] = std::string("ab\xC3")[random() % 3];
    words.insert(word);
  }
  std::vector<std::string> shuffled(words.begin(), words.end());
  std::ranges::shuffle(shuffled, random);
  return shuffled;
}

TEST(WordChoice, WordsInTheOrderOfTheirBytesAreAsStringsCompare) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const std::vector<std::string> words = words_that_begin_alike(seed);
    const WordOf word_of = [&](std::uint32_t id) -> std::string_view { return words[id]; };
    const std::vector<Frequency> frequencies(words.size(), {.documents = 1, .tokens = 1});
    std::vector<std::string> sorted, expected = words;
    for (const std::uint32_t id : kept_words({}, WordOrder::by_bytes, word_of, frequencies, 1))
      sorted.push_back(words[id]);
    std::ranges::sort(expected);
    EXPECT_EQ(sorted, expected) << "seed " << seed;
  }
}

TEST(WordChoice, OfDroppedWordsThatAreAsFrequentTheFirstByTheirBytesAreTold) {
  const std::vector<std::string> words = {"kept", "rare", "snow", "fog", "rain", "never"};
  const WordOf word_of = [&](std::uint32_t id) -> std::string_view { return words[id]; };
  const std::vector<Frequency> frequencies = {{.tokens = 9}, {.tokens = 1}, {.tokens = 2},
                                              {.tokens = 2}, {.tokens = 2}, {.tokens = 0}};
  const DroppedWords dropped =
      dropped_words(DropReason::pruned, word_of, new_ids_of({0}, words.size()), frequencies);
  std::vector<std::string> told;
  for (const auto& [word, tokens] : dropped.words) told.push_back(word);
  EXPECT_EQ(told, (std::vector<std::string>{"fog", "rain", "snow", "rare"}));
}

}  // namespace
}  // namespace vilda::corpus
