#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/string_ids.hpp"
#include "corpus/token_filter.hpp"
#include "corpus/token_finder.hpp"
#include "vilda/corpus/tokenizer.hpp"

namespace vilda::corpus {

/// Counts the words of texts, one document after the other, for one thread. Texts have few distinct tokens:
/// what becomes of one is found out once.
class WordCounter {
 public:
  explicit WordCounter(const TokenFilter& filter) : filter_(filter), finder_(filter.addresses_are_tokens()) {}

  /// Appends the distinct words of a document, as this counter numbers them, in the order in which they come.
  void count(std::string_view text, std::vector<WordCount>& counts);

  /// Appends the words of a document in their order; in place of a count stands 1 where only blanks or a
  /// hyphen stand between a word and the one before, and 0 elsewhere.
  void list(std::string_view text, std::vector<WordCount>& words);

  const StringIds& words() const { return words_; }
  const TokenCounts& token_counts() const { return token_counts_; }

  /// Calls `dropped(word, fate, tokens)` for the words that were dropped, once for every way they were
  /// written.
  template <class Dropped>
  void for_each_dropped(Dropped dropped) {
    for (std::uint32_t token = 0; token < judged_.size(); ++token) {
      if (judged_[token].fate == Fate::kept) continue;
      const Fate fate = filter_.fate_of(tokens_.string(token), word_);
      dropped(std::string_view(word_), fate, judged_[token].dropped);
    }
  }

 private:
  struct Token {
    Fate fate;
    std::uint32_t word;         // if it is kept
    bool may_join = true;       // to a phrase; addresses may not
    std::uint64_t dropped = 0;  // how often, if it is not kept
  };
  struct LastUse {
    std::uint64_t document = 0;
    std::size_t position = 0;  // in the counts
  };

  Token& take(std::string_view token);
  Token& judged(std::string_view token);

  TokenFilter filter_;
  TokenFinder finder_;
  StringIds tokens_;
  std::vector<Token> judged_;  // by the token's id
  StringIds words_;
  std::vector<LastUse> last_use_;  // by the word's id
  std::uint64_t document_ = 0;
  TokenCounts token_counts_;
  std::string word_;
};

}  // namespace vilda::corpus
