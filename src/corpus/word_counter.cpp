#include "corpus/word_counter.hpp"

#include "corpus/address_finder.hpp"

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
  std::size_t end = text.npos;  // of the word before, if it may be joined to the next
  finder_.find(text, [&](std::string_view token) {
    const auto begin = static_cast<std::size_t>(token.data() - text.data());
    const bool touches =
        end != text.npos && text.substr(end, begin - end).find_first_not_of(" \t\n-") == text.npos;
    const Token& what = take(token);
    const bool is_kept = what.fate == Fate::kept;
    if (is_kept) words.push_back({what.word, touches && what.may_join ? 1u : 0u});
    end = is_kept && what.may_join ? begin + token.size() : text.npos;
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
  return judged_.emplace_back(
      Token{.fate = fate, .word = word, .may_join = !(filter_.addresses_are_tokens() && is_address(token))});
}

}  // namespace vilda::corpus
