#include "corpus/word_counter.hpp"

namespace vilda::corpus {

void WordCounter::count(std::string_view text, std::vector<WordCount>& counts) {
  ++document_;
  finder_.find(text, [&](std::string_view token) {
    Token& what = judged(token);
    token_counts_.add(what.fate);
    if (what.fate != Fate::kept) {
      ++what.dropped;
      return;
    }
    LastUse& last = last_use_[what.word];
    if (last.document == document_) {
      ++counts[last.position].count;
    } else {
      last = {document_, counts.size()};
      counts.push_back({what.word, 1});
    }
  });
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
