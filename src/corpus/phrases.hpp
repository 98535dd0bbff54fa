#pragma once

#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

#include "corpus/count_table.hpp"
#include "corpus/string_ids.hpp"
#include "vilda/corpus/text_options.hpp"
#include "vilda/corpus/vocabulary.hpp"

namespace vilda::corpus {

/// The kept words of documents in their order.
class WordSequences {
 public:
  struct Word {
    std::uint32_t id;
    std::uint32_t follows;  ///< 1 where only blanks or a hyphen stand between it and the word before, else 0
  };

  void add(std::span<const WordCount> words);  ///< a document, as ParallelCounting lists it

  std::size_t num_documents() const { return starts_.size() - 1; }
  std::span<const Word> document(std::size_t d) const {
    return std::span(words_).subspan(starts_[d], starts_[d + 1] - starts_[d]);
  }

 private:
  std::vector<Word> words_;
  std::vector<std::uint64_t> starts_{0};
};

/// Pairs of words.
class Phrases {
 public:
  void insert(std::uint32_t first, std::uint32_t second) { pairs_.insert(key(first, second)); }
  bool contain(std::uint32_t first, std::uint32_t second) const {
    return pairs_.contains(key(first, second));
  }
  std::size_t size() const { return pairs_.size(); }

 private:
  static std::uint64_t key(std::uint32_t first, std::uint32_t second) {
    return std::uint64_t{first} << 32 | second;
  }

  std::unordered_set<std::uint64_t> pairs_;
};

/// The pairs that follow each other at least `min_count` times and whose normalised pointwise mutual
/// information is at least `threshold`: with n tokens in all, n_a and n_b of the words, and n_ab times b
/// right after a,
///
///   npmi(a, b) = log(n n_ab / (n_a n_b)) / log(n / n_ab),   -1 to 1.
///
/// Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
Phrases learn_phrases(const WordSequences& sequences, const PhraseOptions& options);

/// The pairs that follow each other and whose joined word is in the vocabulary.
Phrases known_phrases(const WordSequences& sequences, const StringIds& words, const Vocabulary& vocabulary);

/// Joins phrases from left to right, each word in one at most, to a word like new_york, which is added to
/// `words`, and counts. A document's words are distinct, not sorted.
BagsOfWords join_phrases(const WordSequences& sequences, const Phrases& phrases, StringIds& words);

}  // namespace vilda::corpus
