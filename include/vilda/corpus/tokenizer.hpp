#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "vilda/corpus/text_options.hpp"

namespace vilda::corpus {

/// What becomes of a token, that is, of what stands between two word boundaries, other than spaces,
/// punctuation and symbols: it is kept, or dropped for the first reason that holds.
enum class Fate : std::uint8_t { kept, address, without_letter, too_short, stop_word };
inline constexpr std::size_t kNumFates = 5;

struct TokenCounts {
  std::uint64_t read = 0;
  std::uint64_t addresses = 0;
  std::uint64_t without_letter = 0;
  std::uint64_t too_short = 0;
  std::uint64_t stop_words = 0;

  void add(Fate fate, std::uint64_t times = 1) {
    read += times;
    if (fate == Fate::address) addresses += times;
    if (fate == Fate::without_letter) without_letter += times;
    if (fate == Fate::too_short) too_short += times;
    if (fate == Fate::stop_word) stop_words += times;
  }

  TokenCounts& operator+=(const TokenCounts& other) {
    read += other.read;
    addresses += other.addresses;
    without_letter += other.without_letter;
    too_short += other.too_short;
    stop_words += other.stop_words;
    return *this;
  }
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
