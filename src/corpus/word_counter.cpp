#include "corpus/word_counter.hpp"

namespace vilda::corpus {

void WordCounter::count(std::string_view text, std::vector<WordCount>& counts) {
  ++document_;
  finder_.find(text, [&](std::string_view token) {
    const Token& what = take(token);
    if (what.fate != Fate::kept) return;
    LastUse& last = last_use_[what.word];
    if (last.document == document_) {
      ++counts[last.position].count;
    } else {
      last = {document_, counts.size()};
      counts.push_back({what.word, 1});
    }
  });
}

void WordCounter::list(std::string_view text, std::vector<WordCount>& words) {
  std::size_t end = text.npos;  // of the word before, if it was kept
  finder_.find(text, [&](std::string_view token) {
    const auto begin = static_cast<std::size_t>(token.data() - text.data());
    const bool follows =
        end != text.npos && text.substr(end, begin - end).find_first_not_of(" \t\n-") == text.npos;
    const Token& what = take(token);
    end = what.fate == Fate::kept ? begin + token.size() : text.npos;
    if (what.fate == Fate::kept) words.push_back({what.word, follows ? 1u : 0u});
  });
}

/// What becomes of the token, which is counted.
WordCounter::Token& WordCounter::take(std::string_view token) {
  Token& what = judged(token);
  token_counts_.add(what.fate);
  what.dropped += what.fate != Fate::kept;
  return what;
}

WordCounter::Token& WordCounter::judged(std::string_view token) {
  const std::uint32_t id = tokens_.id(token);
  if (id < judged_.size()) return judged_[id];
  const Fate fate = filter_.fate_of(token, word_);
  const std::uint32_t word = fate == Fate::kept ? words_.id(word_) : 0;
  last_use_.resize(words_.size());
  return judged_.emplace_back(Token{.fate = fate, .word = word});
}

}  // namespace vilda::corpus
