#include "corpus/dropped_words.hpp"

#include <algorithm>

namespace vilda::corpus {

const char* name_of(DropReason reason) {
  switch (reason) {
    case DropReason::address:
      return "addresses";
    case DropReason::without_letter:
      return "without a letter";
    case DropReason::too_short:
      return "too short";
    case DropReason::stop_word:
      return "stop words";
    case DropReason::pruned:
      return "too rare or too common";
    default:
      return "unknown";
  }
}

DroppedWords most_frequent(DropReason reason, std::vector<DroppedWord> words) {
  const std::size_t size = std::min(words.size(), DroppedWords::most);
  const auto more_frequent = [](const DroppedWord& a, const DroppedWord& b) {
    return a.tokens != b.tokens ? a.tokens > b.tokens : a.word < b.word;
  };
  std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size), words.end(),
                    more_frequent);
  words.resize(size);
  return {.reason = reason, .words = std::move(words)};
}

}  // namespace vilda::corpus
