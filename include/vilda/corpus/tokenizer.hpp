#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "vilda/corpus/text_options.hpp"

namespace vilda::corpus {

/// Every token read is kept or dropped, for the first reason that holds.
struct TokenCounts {
  std::uint64_t read =
      0;  ///< what stands between two word boundaries, other than spaces, punctuation and symbols
  std::uint64_t without_letter = 0;
  std::uint64_t too_short = 0;
  std::uint64_t stop_words = 0;
};

/// Cuts text into words, as TextOptions says. One object serves any number of texts, but only one thread.
class Tokenizer {
 public:
  /// Throws InvalidOption, and BadInput for a file of stop words that cannot be read.
  explicit Tokenizer(const TextOptions& options);
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;
  ~Tokenizer();

  /// Calls `word` with each kept word of `text` (UTF-8, less than 2 GiB), in its order, in normal form.
  void tokenize(std::string_view text, const std::function<void(std::string_view)>& word);

  const TokenCounts& counts() const;  ///< over all texts so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vilda::corpus
