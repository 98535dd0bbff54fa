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
  explicit WordCounter(const TokenFilter& filter) : filter_(filter) {}

  /// Appends the distinct words of a document, as this counter numbers them, in the order in which they come.
  void count(std::string_view text, std::vector<WordCount>& counts);

  const StringIds& words() const { return words_; }
  const TokenCounts& token_counts() const { return token_counts_; }

 private:
  struct Token {
    Fate fate;
    std::uint32_t word;  // if it is kept
  };
  struct LastUse {
    std::uint64_t document = 0;
    std::size_t position = 0;  // in the counts
  };

  const Token& judged(std::string_view token);

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
