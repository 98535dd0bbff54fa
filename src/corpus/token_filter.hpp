#pragma once

#include <string>
#include <string_view>

#include "corpus/stop_words.hpp"
#include "vilda/corpus/text_options.hpp"
#include "vilda/corpus/tokenizer.hpp"

namespace vilda::corpus {

/// Which tokens are kept, and as which words: see TextOptions.
class TokenFilter {
 public:
  /// Throws as Tokenizer's constructor.
  explicit TokenFilter(const TextOptions& options);

  /// Writes the token's word to `word`.
  Fate fate_of(std::string_view token, std::string& word) const;

 private:
  std::size_t min_length_;
  StopWords stop_words_;
};

}  // namespace vilda::corpus
