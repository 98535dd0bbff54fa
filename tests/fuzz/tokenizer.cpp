// Any bytes are cut into tokens without harm; valid UTF-8 is cut as ICU cuts it.

#include "vilda/corpus/tokenizer.hpp"

#include <vector>

#include "corpus/bytes/utf8.hpp"
#include "corpus/text/token_finder.hpp"
#include "fuzz/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  using Tokens = std::vector<std::string_view>;
  static TokenFinder finder;
  static Tokenizer tokenizer{TextOptions{}};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tokenizer.tokenize(bytes,
                     [](std::string_view word) { fuzz::require(!word.empty(), "a word is not empty"); });

  const std::string_view text = bytes.substr(0, valid_text_prefix(bytes));
  Tokens found, expected;
  finder.find(text, [&](auto tokens) { found.insert(found.end(), tokens.begin(), tokens.end()); });
  finder.find_by_icu(text,
                     [&](auto tokens) { expected.insert(expected.end(), tokens.begin(), tokens.end()); });
  fuzz::require(found == expected, "tokens are those of ICU");
  return 0;
}
