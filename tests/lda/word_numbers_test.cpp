#include "vilda/lda/word_numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "vilda/lda/document_pairs.hpp"

namespace vilda::lda {
namespace {

/// About one word in `one_in`, in no order, some of them twice; the first and the last of all.
std::vector<std::uint32_t> some_words(std::uint32_t num_words, std::uint32_t one_in) {
  std::vector<std::uint32_t> words{num_words - 1, 0, 0};
  for (std::uint32_t i = 0; i < 2 * num_words / one_in; ++i)
    words.push_back(static_cast<std::uint32_t>(std::uint64_t{i} * 2654435761U % num_words));
  return words;
}

/// Each word's number is how many distinct words are before it.
void expect_numbers(const std::vector<std::uint32_t>& words, std::uint32_t num_words) {
  const std::set<std::uint32_t> distinct(words.begin(), words.end());
  const std::vector<Eigen::Index> ascending(distinct.begin(), distinct.end());
  WordNumbers numbers(num_words);
  numbers.add(words);
  numbers.number();
  EXPECT_EQ(numbers.words(), ascending);
  std::vector<std::uint32_t> replaced = words;
  numbers.replace(replaced);
  for (std::size_t i = 0; i < words.size(); ++i)
    ASSERT_EQ(replaced[i], std::ranges::lower_bound(ascending, words[i]) - ascending.begin())
        << "word " << words[i] << " of " << num_words;
}

TEST(WordNumbers, AreHowManyDistinctWordsAreBefore) {
  for (const std::uint32_t num_words : {1U, 63U, 64U, 65U, 1000U})
    for (const std::uint32_t one_in : {1U, 2U, 40U}) expect_numbers(some_words(num_words, one_in), num_words);
}

TEST(WordNumbers, AreTheSameWhereThreadsShareTheWords) {
  constexpr std::uint32_t kNumWords = 100'000;
  const std::vector<std::uint32_t> words = some_words(kNumWords, 3);
  ASSERT_GT(words.size(), kPairsWorthSharing);
  expect_numbers(words, kNumWords);
}

}  // namespace
}  // namespace vilda::lda
