#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/string_ids.hpp"
#include "corpus/token_filter.hpp"
#include "corpus/token_finder.hpp"
#include "corpus/word_choice.hpp"
#include "vilda/corpus/tokenizer.hpp"

namespace vilda::corpus {

/// Counts the words of texts, one document after the other, for one thread. Texts have few distinct tokens:
/// what becomes of one is found out once.
class WordCounter {
 public:
  explicit WordCounter(const TokenFilter& filter) : filter_(filter), finder_(filter.addresses_are_tokens()) {}

  /// So many bytes behind a text must be readable.
  static constexpr std::size_t kReadableBehind = StringIds::kReadable;

  /// Appends the distinct words of a document, as this counter numbers them, in the order in which they come.
  void count(std::string_view text, std::vector<WordCount>& counts);

  /// Appends the words of a document in their order; in place of a count stands 1 where only blanks or a
  /// hyphen stand between a word and the one before, and 0 elsewhere.
  void list(std::string_view text, std::vector<WordCount>& words);

  const StringIds& words() const { return words_; }
  TokenCounts token_counts() const;

  /// How often a word came, and, if it was counted, in how many documents.
  Frequency frequency(std::uint32_t word) const {
    const Outcome& outcome = outcomes_[outcome_of_word_[word]];
    return {.documents = outcome.documents, .tokens = outcome.tokens};
  }

  /// Calls `dropped(word, fate, tokens)` for the words that were dropped, once for every way they were
  /// written.
  template <class Dropped>
  void for_each_dropped(Dropped dropped) {
    for (std::uint32_t token = 0; token < judged_.size(); ++token) {
      const Judgement& judgement = judged_[token];
      if (judgement.fate == Fate::kept) continue;
      filter_.fate_of(tokens_.string(token), word_);
      dropped(std::string_view(word_), judgement.fate, outcomes_[judgement.outcome].tokens);
    }
  }

 private:
  /// What a token comes to: a word that is kept, which many tokens may come to, or this token being dropped.
  struct Outcome {
    std::uint64_t tokens = 0;
    std::uint32_t documents = 0;
    std::uint32_t word = kDropped;
  };
  struct Judgement {
    std::uint32_t outcome;
    Fate fate;
    bool may_join;  // to a phrase; addresses may not
  };

  const std::vector<std::uint32_t>& judge(std::span<const std::string_view> tokens);
  Judgement judge(std::string_view token);

  TokenFilter filter_;
  TokenFinder finder_;
  StringIds tokens_;
  std::vector<Judgement> judged_;  // by the token's id
  StringIds words_;
  std::vector<std::uint32_t> outcome_of_word_;  // by the word's id
  std::vector<Outcome> outcomes_;
  std::vector<std::uint32_t> times_;  // an outcome came in this document
  std::vector<std::uint32_t> seen_;   // the outcomes that came in this document, and room for one more
  std::vector<std::uint32_t> ids_;    // of some tokens
  std::string word_;
};

}  // namespace vilda::corpus
