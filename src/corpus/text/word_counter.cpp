#include "corpus/text/word_counter.hpp"

#include <utility>

#include "corpus/text/address_finder.hpp"

namespace vilda::corpus {

/// Counts tokens by what they come to, without a branch, and looks at that once a document.
void WordCounter::count(std::string_view text, std::vector<WordCount>& counts) {
  std::size_t num_seen = 0;
  finder_.find(text, [&](std::span<const std::string_view> tokens) {
    const auto& judgements = judge(tokens);
    std::uint32_t* next = seen_.data() + num_seen;
    for (const std::uint32_t number : judgements) {
      const std::uint32_t outcome = Judgement(number).outcome;
      __builtin_prefetch(&outcomes_[outcome]);  // which is looked at when the document ends
      *next = outcome;
      next += times_[outcome]++ == 0 ? 1 : 0;
    }
    num_seen = static_cast<std::size_t>(next - seen_.data());
  });
  const std::size_t before = counts.size();
  counts.resize(before + num_seen);
  WordCount* next = counts.data() + before;
  for (std::size_t i = 0; i < num_seen; ++i) {
    Outcome& outcome = outcomes_[seen_[i]];
    *next = {outcome.word, std::exchange(times_[seen_[i]], 0)};
    ++outcome.documents;
    outcome.tokens += next->count;
    next += outcome.word != kDropped ? 1 : 0;
  }
  counts.resize(static_cast<std::size_t>(next - counts.data()));
}

void WordCounter::list(std::string_view text, std::vector<WordCount>& words) {
  std::size_t end = text.npos;  // of the word before, if it may be joined to the next
  finder_.find(text, [&](std::span<const std::string_view> tokens) {
    const auto& judgements = judge(tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto begin = static_cast<std::size_t>(tokens[i].data() - text.data());
      const bool touches =
          end != text.npos && text.substr(end, begin - end).find_first_not_of(" \t\r\n-") == text.npos;
      const Judgement judgement(judgements[i]);
      Outcome& outcome = outcomes_[judgement.outcome];
      ++outcome.tokens;
      const bool is_kept = outcome.word != kDropped;
      if (is_kept) words.push_back({outcome.word, touches && judgement.may_join ? 1u : 0u});
      end = is_kept && judgement.may_join ? begin + tokens[i].size() : text.npos;
    }
  });
}

const std::vector<std::uint32_t>& WordCounter::judge(std::span<const std::string_view> tokens) {
  judgements_.clear();
  tokens_.append_numbers(
      tokens, [this](std::string_view token) { return judge_new(token).number(); }, judgements_);
  times_.resize(outcomes_.size());
  seen_.resize(outcomes_.size() + 1);
  return judgements_;
}

WordCounter::Judgement WordCounter::judge_new(std::string_view token) {
  const Fate fate = filter_.fate_of(token, word_);
  const bool may_join = !(filter_.addresses_are_tokens() && is_address(token));
  return {outcome_of(word_, fate), may_join};
}

std::uint32_t WordCounter::outcome_of(std::string_view word, Fate fate) {
  Words& words = words_of(fate);
  const std::uint32_t id = words.ids.id(word);
  if (id < words.outcomes.size()) return words.outcomes[id];
  words.outcomes.push_back(static_cast<std::uint32_t>(outcomes_.size()));
  outcomes_.push_back({.word = fate == Fate::kept ? id : kDropped});
  return words.outcomes.back();
}

TokenCounts WordCounter::token_counts() const {
  TokenCounts counts;
  for (std::size_t fate = 0; fate < kNumFates; ++fate) {
    for (const std::uint32_t outcome : words_[fate].outcomes)
      counts.add(static_cast<Fate>(fate), outcomes_[outcome].tokens);
  }
  return counts;
}

}  // namespace vilda::corpus
