#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "corpus/counts/word_choice.hpp"

namespace vilda::corpus {
namespace {

/// Documents of distinct words in random order, some of them empty.
BagsOfWords shuffled_bags(std::mt19937& random, std::uint32_t num_documents, std::uint32_t num_words) {
  BagsOfWords bags{.starts = {0}, .words = {}};
  for (std::uint32_t d = 0; d < num_documents; ++d) {
    for (std::uint32_t word = 0; word < num_words; ++word)
      if (random() % 3 == 0) bags.words.push_back({word, 1 + static_cast<std::uint32_t>(random() % 9)});
    std::shuffle(bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts.back()), bags.words.end(),
                 random);
    bags.starts.push_back(bags.words.size());
  }
  return bags;
}

TEST(SortedDocuments, AreTheSameByTranspositionAndOneByOne) {
  std::mt19937 random(1);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const auto num_words = static_cast<std::uint32_t>(1 + random() % 50);
    const BagsOfWords bags = shuffled_bags(random, random() % 20, num_words);
    BagsOfWords transposed = bags, one_by_one = bags, in_parallel = bags;
    sort_documents(transposed, num_words);
    sort_documents(one_by_one, 1'000'000);
    sort_documents_in_parallel(in_parallel);
    for (std::size_t d = 0; d < bags.num_documents(); ++d)
      EXPECT_TRUE(std::ranges::is_sorted(transposed.document(d), {}, &WordCount::word));
    const auto same = [](const WordCount& a, const WordCount& b) {
      return a.word == b.word && a.count == b.count;
    };
    EXPECT_TRUE(std::ranges::equal(transposed.words, one_by_one.words, same));
    EXPECT_TRUE(std::ranges::equal(transposed.words, in_parallel.words, same));
  }
}

}  // namespace
}  // namespace vilda::corpus
