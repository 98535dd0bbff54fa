// A word counter counts the words that the tokenizer gives; the input's parts are documents.

#include "corpus/text/word_counter.hpp"

#include <map>

#include "corpus/bytes/utf8.hpp"
#include "fuzz/files.hpp"

namespace vilda::corpus::fuzz {
namespace {

using Counts = std::map<std::string, std::uint32_t, std::less<>>;

Counts counts_of(Tokenizer& tokenizer, std::string_view text) {
  Counts counts;
  tokenizer.tokenize(text, [&](std::string_view word) { ++counts[std::string(word)]; });
  return counts;
}

Counts counts_of(WordCounter& counter, std::string text) {
  const std::size_t size = text.size();
  text.append(WordCounter::kReadableBehind, '\0');
  std::vector<WordCount> words;
  counter.count(std::string_view(text).substr(0, size), words);
  Counts counts;
  for (const auto& [word, count] : words) {
    const bool is_new = counts.emplace(counter.words().string(word), count).second;
    require(is_new, "a document's words are distinct");
  }
  return counts;
}

}  // namespace
}  // namespace vilda::corpus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vilda::corpus;
  constexpr std::size_t kMostDocuments = 64;
  static const TokenFilter filter{TextOptions{}};
  static Tokenizer tokenizer{TextOptions{}};
  const std::uint64_t read_before = tokenizer.counts().read;
  WordCounter counter(filter);
  for (const std::string_view part : fuzz::parts_of(data, size, kMostDocuments)) {
    const std::string_view text = part.substr(0, valid_text_prefix(part));
    fuzz::require(fuzz::counts_of(counter, std::string(text)) == fuzz::counts_of(tokenizer, text),
                  "words are those of the tokenizer");
  }
  fuzz::require(counter.token_counts().read == tokenizer.counts().read - read_before,
                "each token is counted once");
  return 0;
}
