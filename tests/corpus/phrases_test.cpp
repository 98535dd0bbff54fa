#include "corpus/text/phrases.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <omp.h>

#include <random>

#include "corpus/written_files.hpp"
#include "vilda/corpus/read.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Words = std::vector<std::string>;

ReadOptions with_phrases(double threshold, std::uint64_t min_count) {
  ReadOptions options;
  options.format = Format::lines;
  options.text.phrases = {.join = true, .threshold = threshold, .min_count = min_count};
  options.prune = {.min_df = 1, .max_df = 1};
  return options;
}

/// Words of one letter, from 0 ("a") on; all follow the one before.
WordSequences sequences_of(const Words& documents) {
  WordSequences sequences;
  for (const std::string& document : documents) {
    std::vector<WordCount> words;
    for (const char c : document)
      words.push_back({static_cast<std::uint32_t>(c - 'a'), words.empty() ? 0u : 1u});
    sequences.add(words);
  }
  return sequences;
}

TEST(Phrases, AreThePairsOfHighNormalisedInformation) {
  // n = 16, a and b 4 times each, always together: log(16 * 4 / 16) / log(16 / 4) = 1. c and d 4 times,
  // together twice: log(16 * 2 / 16) / log(16 / 2) = 1/3.
  const WordSequences sequences = sequences_of({"ab", "ab", "ab", "ab", "cd", "cd", "c", "c", "d", "d"});
  EXPECT_TRUE(learn_phrases(sequences, {.join = true, .threshold = 0.999, .min_count = 4}).contain(0, 1));
  EXPECT_FALSE(learn_phrases(sequences, {.join = true, .threshold = 0.999, .min_count = 5}).contain(0, 1));
  EXPECT_TRUE(learn_phrases(sequences, {.join = true, .threshold = 0.333, .min_count = 2}).contain(2, 3));
  EXPECT_FALSE(learn_phrases(sequences, {.join = true, .threshold = 0.334, .min_count = 2}).contain(2, 3));
  EXPECT_FALSE(learn_phrases(sequences, {.join = true, .threshold = -1, .min_count = 1}).contain(1, 0));
}

TEST(Phrases, AreOnlyOfWordsThatFollowEachOther) {
  WordSequences apart;
  apart.add(std::vector<WordCount>{{0, 0}, {1, 0}, {0, 0}, {1, 0}});
  EXPECT_EQ(learn_phrases(apart, {.join = true, .threshold = -1, .min_count = 1}).size(), 0u);
}

TEST(Phrases, AreNoneWhereOneWordIsAllThereIs) {
  // n = 2: log(2 * 1 / (2 * 2)) / log(2 / 1) = -1.
  EXPECT_TRUE(
      learn_phrases(sequences_of({"aa"}), {.join = true, .threshold = -1, .min_count = 1}).contain(0, 0));
  EXPECT_EQ(learn_phrases(sequences_of({"aa"}), {.join = true, .threshold = -0.99, .min_count = 1}).size(),
            0u);
  EXPECT_EQ(learn_phrases(sequences_of({}), {.join = true, .threshold = -1, .min_count = 1}).size(), 0u);
}

TEST(Phrases, AreJoinedFromLeftToRight) {
  StringIds words;
  for (const char* word : {"a", "b", "c"}) words.id(word);
  Phrases phrases;
  phrases.insert(0, 1);
  phrases.insert(1, 2);
  std::vector<std::map<std::string, unsigned>> bags;
  const auto take = [&](std::span<const WordCount> counts) {
    bags.emplace_back();
    for (const auto [word, count] : counts) bags.back()[std::string(words.string(word))] = count;
  };
  EXPECT_EQ(join_phrases(sequences_of({"abc", "bcabbc", ""}), phrases, words, take), 4U);
  ASSERT_EQ(bags.size(), 3U);
  EXPECT_EQ(bags[0], (std::map<std::string, unsigned>{{"a_b", 1}, {"c", 1}}));
  EXPECT_EQ(bags[1], (std::map<std::string, unsigned>{{"b_c", 2}, {"a_b", 1}}));
  EXPECT_TRUE(bags[2].empty());
}

TEST(Phrases, AreTheSamePairsWhateverElseSharesTheirCells) {
  // Every word follows every other once, some twice: more pairs than a count of 255 or one cell can tell
  // apart.
  WordSequences sequences;
  constexpr std::uint32_t n = 400;
  for (std::uint32_t a = 0; a < n; ++a) {
    for (std::uint32_t b = 0; b < n; ++b) {
      const std::vector<WordCount> pair{{a, 0}, {b, 1}};
      const int times = (a * 31 + b) % 97 == 0 ? 300 : 2;
      for (int i = 0; i < times; ++i) sequences.add(pair);
    }
  }
  for (const std::uint64_t min_count : {2, 3, 255, 256, 300, 301}) {
    const Phrases phrases = learn_phrases(sequences, {.join = true, .threshold = -1, .min_count = min_count});
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = 0; b < n; ++b) {
        const std::uint64_t times = (a * 31 + b) % 97 == 0 ? 300 : 2;
        ASSERT_EQ(phrases.contain(a, b), times >= min_count) << a << " " << b << " " << min_count;
      }
    }
  }
}

TEST(Phrases, WordsThatWaitOnDiskComeBackInTheirOrder) {
  const WrittenFiles files;
  std::mt19937 random(1);
  WordSequences in_memory, on_disk(files.folder() / "output", 1000);
  for (int d = 0; d < 500; ++d) {
    std::vector<WordCount> words(random() % 20);
    for (WordCount& word : words)
      word = {static_cast<std::uint32_t>(random() % 5), static_cast<std::uint32_t>(random() % 2)};
    in_memory.add(words);
    on_disk.add(words);
  }
  const auto all = [](const WordSequences& sequences) {
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> documents;
    sequences.for_each([&](std::span<const WordCount> words) {
      documents.emplace_back();
      for (const auto [word, follows] : words) documents.back().emplace_back(word, follows);
    });
    return documents;
  };
  EXPECT_EQ(all(in_memory).size(), 500U);
  EXPECT_EQ(all(on_disk), all(in_memory));
}

TEST(Phrases, OfAVocabularyMayHaveUnderscoresThemselves) {
  StringIds words;
  for (const char* word : {"a", "b_c", "a_b", "c", "_"}) words.id(word);
  WordSequences sequences;
  sequences.add(std::vector<WordCount>{{0, 0}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {4, 1}, {0, 0}});
  const Phrases phrases =
      known_phrases(sequences, words, Vocabulary({"a_b_c", "___", "c_a", "_", "_x", "x_"}));
  EXPECT_EQ(phrases.size(), 3U);
  EXPECT_TRUE(phrases.contain(0, 1));  // a, b_c
  EXPECT_TRUE(phrases.contain(2, 3));  // a_b, c
  EXPECT_TRUE(phrases.contain(4, 4));
}

TEST(Phrases, DoNotReachOverPunctuationOrDroppedWords) {
  const WrittenFiles files;
  const auto file =
      files.write("c", "New York\nnew-york\nnew, york\nnew and york\nnew 7 york\nNEW  YORK. New\nyork\n");
  const Corpus corpus = read_corpus(file, with_phrases(-0.5, 3));
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"new", "new_york", "york"}));
  std::uint64_t joined = 0;
  for (std::size_t d = 0; d < corpus.num_documents(); ++d) joined += corpus.counts(1, d);
  EXPECT_EQ(joined, 3u);
  EXPECT_EQ(corpus.num_tokens(), 3u + 8u);
}

TEST(Phrases, ReachOverTheEndOfALineHoweverItIsWritten) {
  const WrittenFiles files;
  ReadOptions options = with_phrases(-1, 3);
  options.format = Format::jsonl;
  const auto file = files.write("c", R"({"text": "new york"})"
                                     "\n"
                                     R"({"text": "new\nyork"})"
                                     "\n"
                                     R"({"text": "new\r\nyork"})"
                                     "\n");
  EXPECT_EQ(read_corpus(file, options).vocabulary.words(), Words{"new_york"});
}

TEST(Phrases, AreNotMadeOfAddresses) {
  const WrittenFiles files;
  ReadOptions options = with_phrases(-1, 1);
  options.text.addresses = Addresses::token;
  const Corpus corpus = read_corpus(files.write("c", "rain http://x.org snow\n"), options);
  EXPECT_EQ(corpus.vocabulary.words(), (Words{"http://x.org", "rain", "snow"}));
}

TEST(Phrases, EveryTokenIsStillAccountedFor) {
  const WrittenFiles files;
  ReadReport report;
  ReadOptions options = with_phrases(0, 3);
  options.prune.min_df = 2;
  read_corpus(files.write("c", "new york the fog\nnew york\nnew york\n"), options, &report);
  EXPECT_EQ(report.phrases, 1u);
  EXPECT_EQ(report.joined, 3u);
  EXPECT_EQ(report.tokens, 3u);
  EXPECT_EQ(report.tokens_read, report.tokens + report.joined + report.stop_words + report.pruned);
}

TEST(Phrases, OfAVocabularyAreThoseInIt) {
  const WrittenFiles files;
  const auto file = files.write("c", "New York rain, salt lake\n");
  ReadReport report;
  const HeldOutCorpus held_out =
      read_corpus_for(Vocabulary({"new_york", "salt", "new"}), file, with_phrases(1, 99), &report);
  EXPECT_EQ(held_out.corpus.counts(0, 0), 1u);
  EXPECT_EQ(held_out.corpus.counts(1, 0), 1u);
  EXPECT_EQ(held_out.corpus.num_tokens(), 2u);
  EXPECT_EQ(report.joined, 1u);
  EXPECT_EQ(held_out.unknown_words, std::vector<std::uint64_t>{2});
}

TEST(Phrases, AreTheSameWhateverTheNumberOfThreads) {
  const WrittenFiles files;
  std::mt19937 random(1);
  std::string text;
  for (int d = 0; d < 20'000; ++d) {
    for (unsigned word = random() % 40; word > 0; --word) {
      const unsigned n = random() % 300;
      text += n < 20 ? fmt::format("pair{}x other{}x ", n, n) : fmt::format("word{}x ", n);
    }
    text += "\n";
  }
  const auto file = files.write("c", text);
  const int before = omp_get_max_threads();
  std::string expected;
  for (const int threads : {1, 2, 5}) {
    omp_set_num_threads(threads);
    ReadReport report;
    const std::string hash = sha256(read_corpus(file, with_phrases(0.5, 10), &report));
    EXPECT_EQ(report.phrases, 20u);
    if (threads == 1) expected = hash;
    EXPECT_EQ(hash, expected) << threads;
  }
  omp_set_num_threads(before);
}

TEST(Phrases, OptionsOutsideTheirRangeAreRefused) {
  const WrittenFiles files;
  const auto error = [&](double threshold, std::uint64_t min_count) {
    return files.message_of<InvalidOption>([&] { with_phrases(threshold, min_count).validate(); });
  };
  EXPECT_EQ(error(1.5, 1), "--phrase-threshold: found 1.5; expected a number from -1 to 1");
  EXPECT_EQ(error(0.5, 0), "--phrase-min-count: found 0; expected at least 1");
}

}  // namespace
}  // namespace vilda::corpus
