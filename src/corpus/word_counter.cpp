#include "corpus/word_counter.hpp"

#include <utility>

#include "corpus/address_finder.hpp"

namespace vilda::corpus {

/// Counts tokens by what they come to, without a branch, and looks at that once a document.
void WordCounter::count(std::string_view text, std::vector<WordCount>& counts) {
  std::size_t num_seen = 0;
  finder_.find(text, [&](std::span<const std::string_view> tokens) {
    for (const std::uint32_t id : judge(tokens)) {
      const std::uint32_t outcome = judged_[id].outcome;
      __builtin_prefetch(&outcomes_[outcome]);  // which is looked at when the document ends
      seen_[num_seen] = outcome;
      num_seen += times_[outcome]++ == 0 ? 1 : 0;
    }
  });
  for (std::size_t i = 0; i < num_seen; ++i) {
    const std::uint32_t times = std::exchange(times_[seen_[i]], 0);
    Outcome& outcome = outcomes_[seen_[i]];
    ++outcome.documents;
    outcome.tokens += times;
    if (outcome.word != kDropped) counts.push_back({outcome.word, times});
  }
}

void WordCounter::list(std::string_view text, std::vector<WordCount>& words) {
  std::size_t end = text.npos;  // of the word before, if it may be joined to the next
  finder_.find(text, [&](std::span<const std::string_view> tokens) {
    const auto& ids = judge(tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto begin = static_cast<std::size_t>(tokens[i].data() - text.data());
      const bool touches =
          end != text.npos && text.substr(end, begin - end).find_first_not_of(" \t\n-") == text.npos;
      const Judgement& judgement = judged_[ids[i]];
      Outcome& outcome = outcomes_[judgement.outcome];
      ++outcome.tokens;
      const bool is_kept = judgement.fate == Fate::kept;
      if (is_kept) words.push_back({outcome.word, touches && judgement.may_join ? 1u : 0u});
      end = is_kept && judgement.may_join ? begin + tokens[i].size() : text.npos;
    }
  });
}

/// The ids of the tokens, all of which are judged then.
const std::vector<std::uint32_t>& WordCounter::judge(std::span<const std::string_view> tokens) {
  ids_.clear();
  tokens_.append_ids(tokens, ids_);
  while (judged_.size() < tokens_.size())
    judged_.push_back(judge(tokens_.string(static_cast<std::uint32_t>(judged_.size()))));
  times_.resize(outcomes_.size());
  seen_.resize(outcomes_.size() + 1);
  return ids_;
}

WordCounter::Judgement WordCounter::judge(std::string_view token) {
  Judgement judgement{.outcome = static_cast<std::uint32_t>(outcomes_.size()),
                      .fate = filter_.fate_of(token, word_),
                      .may_join = !(filter_.addresses_are_tokens() && is_address(token))};
  if (judgement.fate != Fate::kept) {
    outcomes_.emplace_back();
    return judgement;
  }
  const std::uint32_t word = words_.id(word_);
  if (word < outcome_of_word_.size()) {
    judgement.outcome = outcome_of_word_[word];
  } else {
    outcome_of_word_.push_back(judgement.outcome);
    outcomes_.push_back({.word = word});
  }
  return judgement;
}

TokenCounts WordCounter::token_counts() const {
  TokenCounts counts;
  for (const std::uint32_t outcome : outcome_of_word_) counts.add(Fate::kept, outcomes_[outcome].tokens);
  for (const Judgement& judgement : judged_) {
    if (judgement.fate != Fate::kept) counts.add(judgement.fate, outcomes_[judgement.outcome].tokens);
  }
  return counts;
}

}  // namespace vilda::corpus
