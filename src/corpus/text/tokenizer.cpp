#include "vilda/corpus/tokenizer.hpp"

#include <string>

#include "corpus/text/token_filter.hpp"
#include "corpus/text/token_finder.hpp"

namespace vilda::corpus {

struct Tokenizer::State {
  explicit State(const TextOptions& options)
      : filter(options), finder(options.addresses != Addresses::split) {}

  TokenFilter filter;
  TokenFinder finder;
  TokenCounts counts;
  std::string word;
};

Tokenizer::Tokenizer(const TextOptions& options) : state_(std::make_unique<State>(options)) {}

Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

void Tokenizer::tokenize(std::string_view text, const std::function<void(std::string_view)>& word) {
  state_->finder.find(text, [&](std::span<const std::string_view> tokens) {
    for (const std::string_view token : tokens) {
      const Fate fate = state_->filter.fate_of(token, state_->word);
      state_->counts.add(fate);
      if (fate == Fate::kept) word(state_->word);
    }
  });
}

const TokenCounts& Tokenizer::counts() const {
  return state_->counts;
}

}  // namespace vilda::corpus
