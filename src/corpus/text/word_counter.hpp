#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/counts/word_choice.hpp"
#include "corpus/counts/word_count.hpp"
#include "corpus/strings/string_ids.hpp"
#include "corpus/strings/string_numbers.hpp"
#include "corpus/text/token_filter.hpp"
#include "corpus/text/token_finder.hpp"
#include "vilda/corpus/tokenizer.hpp"

namespace vilda::corpus {

/// Counts the words of texts, one document after the other, for one thread. Texts have few distinct tokens:
/// what becomes of one is found out once.
class WordCounter {
 public:
  explicit WordCounter(const TokenFilter& filter) : filter_(filter), finder_(filter.addresses_are_tokens()) {}

  /// So many bytes behind a text must be readable.
  static constexpr std::size_t kReadableBehind = StringNumbers::kReadable;

  /// Appends the distinct words of a document, as this counter numbers them, in the order in which they come.
  void count(std::string_view text, std::vector<WordCount>& counts);

  /// Appends the words of a document in their order; in place of a count stands 1 where only blanks or a
  /// hyphen stand between a word and the one before, and 0 elsewhere.
  void list(std::string_view text, std::vector<WordCount>& words);

  const StringIds& words() const { return words_of(Fate::kept).ids; }
  TokenCounts token_counts() const;

  /// How often a word came, and, if it was counted, in how many documents.
  Frequency frequency(std::uint32_t word) const {
    const Outcome& outcome = outcomes_[words_of(Fate::kept).outcomes[word]];
    return {.documents = outcome.documents, .tokens = outcome.tokens};
  }

  /// Calls `take(word, tokens)` for the words that had this fate.
  template <class Take>
  void for_each_of(Fate fate, Take take) const {
    const Words& words = words_of(fate);
    for (std::uint32_t id = 0; id < words.ids.size(); ++id)
      take(words.ids.string(id), outcomes_[words.outcomes[id]].tokens);
  }

  /// How often the word had this fate.
  std::uint64_t tokens_of(std::string_view word, Fate fate) const {
    const auto id = words_of(fate).ids.find(word);
    return id ? outcomes_[words_of(fate).outcomes[*id]].tokens : 0;
  }

 private:
  /// What tokens come to: a word, which is kept or dropped.
  struct Outcome {
    std::uint64_t tokens = 0;
    std::uint32_t documents = 0;
    std::uint32_t word = kDropped;  // its id if it is kept
  };
  /// The words that have the same fate.
  struct Words {
    StringIds ids;
    std::vector<std::uint32_t> outcomes;  // by the word's id
  };
  /// The outcome of a token, and whether it may join a phrase, which addresses may not; as one number.
  struct Judgement {
    std::uint32_t outcome;
    bool may_join;

    Judgement(std::uint32_t its_outcome, bool it_may_join) : outcome(its_outcome), may_join(it_may_join) {}
    explicit Judgement(std::uint32_t number) : outcome(number >> 1), may_join((number & 1) != 0) {}
    std::uint32_t number() const { return outcome << 1 | (may_join ? 1 : 0); }
  };

  const std::vector<std::uint32_t>& judge(std::span<const std::string_view> tokens);
  Judgement judge_new(std::string_view token);
  std::uint32_t outcome_of(std::string_view word, Fate fate);

  Words& words_of(Fate fate) { return words_[static_cast<std::size_t>(fate)]; }
  const Words& words_of(Fate fate) const { return words_[static_cast<std::size_t>(fate)]; }

  TokenFilter filter_;
  TokenFinder finder_;
  StringNumbers tokens_;  // their judgements
  std::array<Words, kNumFates> words_;
  std::vector<Outcome> outcomes_;
  std::vector<std::uint32_t> times_;       // an outcome came in this document
  std::vector<std::uint32_t> seen_;        // the outcomes that came in this document, and room for one more
  std::vector<std::uint32_t> judgements_;  // of some tokens
  std::string word_;
};

}  // namespace vilda::corpus
