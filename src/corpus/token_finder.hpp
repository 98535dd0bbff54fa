#pragma once

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "corpus/han_kana_words.hpp"

namespace vilda::corpus {

/// Takes the next tokens of a text: what stands between two word boundaries, other than spaces, punctuation
/// and symbols.
using TokenSink = std::function<void(std::span<const std::string_view> tokens)>;

/// Hands tokens over some at a time.
class TokenBuffer {
 public:
  void add(std::string_view token) {
    if (size_ == kSize) flush();
    tokens_[size_++] = token;
  }

  /// Adds the tokens in at most 64 bytes of text, in which bits say where they begin and end. Returns where
  /// those begin that do not end.
  std::uint64_t add(const char* text, std::uint64_t begins, std::uint64_t ends) {
    if (size_ + kMostInBlock > kSize) flush();
    std::string_view* next = tokens_.data() + size_;
    for (; ends != 0; begins &= begins - 1, ends &= ends - 1) {
      const int begin = std::countr_zero(begins);
      *next++ = {text + begin, static_cast<std::size_t>(std::countr_zero(ends) - begin)};
    }
    size_ = static_cast<std::size_t>(next - tokens_.data());
    return begins;
  }

  void flush() {
    if (size_ > 0) (*sink_)({tokens_.data(), size_});
    size_ = 0;
  }
  void set_sink(const TokenSink& sink) {
    sink_ = &sink;
    size_ = 0;
  }

 private:
  static constexpr std::size_t kSize = 256;
  static constexpr std::size_t kMostInBlock = 32;  // between two tokens stands at least one byte

  const TokenSink* sink_ = nullptr;
  std::array<std::string_view, kSize> tokens_;
  std::size_t size_ = 0;
};

/// Finds the tokens of texts as ICU's word boundaries give them (UAX #29, root locale; a dictionary cuts
/// Chinese, Japanese and Thai). Stretches of simple characters (ASCII, Latin, Greek, Cyrillic, Han, Kana,
/// ...) are cut here, by the same rules but faster, the others by ICU. For one thread.
class TokenFinder {
 public:
  /// `addresses_are_tokens`: a URL or an e-mail address is one token, whatever ICU makes of it.
  explicit TokenFinder(bool addresses_are_tokens = false);
  ~TokenFinder();
  TokenFinder(const TokenFinder&) = delete;
  TokenFinder& operator=(const TokenFinder&) = delete;

  /// The tokens of `text` (UTF-8, less than 2 GiB), in their order.
  void find(std::string_view text, const TokenSink& sink);

  /// The same by ICU alone.
  void find_by_icu(std::string_view text, const TokenSink& sink);

 private:
  void find_words(std::string_view text);
  void find_by_icu(std::string_view text);

  bool addresses_are_tokens_;
  TokenBuffer tokens_;
  HanKanaWords dictionary_;
  std::u16string run_;  // of ideographs
  std::unique_ptr<icu::BreakIterator> boundaries_;
  UText view_ = UTEXT_INITIALIZER;
};

}  // namespace vilda::corpus
