#pragma once

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <string_view>

#include "corpus/text/han_kana_words.hpp"
#include "corpus/text/token_buffer.hpp"

namespace vilda::corpus {

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
