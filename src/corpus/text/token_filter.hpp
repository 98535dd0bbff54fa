#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "corpus/text/stemmer.hpp"
#include "corpus/text/stop_words.hpp"
#include "vilda/corpus/text_options.hpp"
#include "vilda/corpus/tokenizer.hpp"

namespace vilda::corpus {

/// Which tokens are kept, and as which words: see TextOptions. For one thread; a copy serves another.
class TokenFilter {
 public:
  /// Throws as Tokenizer's constructor.
  explicit TokenFilter(const TextOptions& options);

  TokenFilter(const TokenFilter& other);
  TokenFilter& operator=(const TokenFilter&) = delete;
  ~TokenFilter() = default;

  /// Whether addresses are to be found as tokens.
  bool addresses_are_tokens() const { return options_.addresses != Addresses::split; }

  /// Writes the token's word to `word`, also of a token that is dropped.
  Fate fate_of(std::string_view token, std::string& word);

 private:
  TextOptions options_;
  std::shared_ptr<const StopWords> stop_words_;
  Stemmer stemmer_;
};

}  // namespace vilda::corpus
