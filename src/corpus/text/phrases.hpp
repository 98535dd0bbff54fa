#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_set>

#include "corpus/counts/document_runs.hpp"
#include "corpus/strings/string_ids.hpp"
#include "vilda/corpus/text_options.hpp"
#include "vilda/corpus/vocabulary.hpp"

namespace vilda::corpus {

/// The kept words of documents in their order; more than `most_bytes` of them wait in a scratch file.
class WordSequences {
 public:
  /// Without a limit they all stay in memory. `output` as DocumentRuns has it.
  explicit WordSequences(const std::filesystem::path& output = {},
                         std::optional<std::size_t> most_bytes = {});

  /// A document, as ParallelCounting lists it: in place of a count stands 1 where only blanks or a hyphen
  /// stand between a word and the one before, else 0.
  void add(std::span<const WordCount> words);

  using Take = std::function<void(std::span<const WordCount> words)>;
  void for_each(const Take& take) const;  ///< document, in their order

 private:
  std::unique_ptr<DocumentRuns> documents_;
  std::uint64_t num_documents_ = 0;
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
/// Bouma (2009), Normalized (pointwise) mutual information in collocation extraction. The pairs that are
/// seldom are not all held in memory, but counted in cells that they share.
Phrases learn_phrases(const WordSequences& sequences, const PhraseOptions& options);

/// The pairs that follow each other and whose joined word is in the vocabulary.
Phrases known_phrases(const WordSequences& sequences, const StringIds& words, const Vocabulary& vocabulary);

/// The phrases to join: known ones, where a vocabulary is given, else learned ones.
Phrases phrases_of(const WordSequences& sequences, const StringIds& words, const Vocabulary* vocabulary,
                   const PhraseOptions& options);

/// Joins phrases from left to right, each word in one at most, to a word like new_york, which is added to
/// `words`. Hands over the counts of every document, whose words are distinct, not sorted; returns the number
/// of tokens that became part of the one before.
using TakeCounts = std::function<void(std::span<const WordCount> counts)>;
std::uint64_t join_phrases(const WordSequences& sequences, const Phrases& phrases, StringIds& words,
                           const TakeCounts& take);

}  // namespace vilda::corpus
