#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vilda::corpus {

/// Why a token is not in a corpus.
enum class DropReason { address, without_letter, too_short, stop_word, pruned, unknown };

struct DroppedWord {
  std::string word;
  std::uint64_t tokens = 0;

  bool operator==(const DroppedWord&) const = default;
};

/// The most frequent of the words that were dropped for a reason, at most `most`, most frequent first, of
/// equals those whose bytes come first.
struct DroppedWords {
  static constexpr std::size_t most = 10;

  DropReason reason = DropReason::pruned;
  std::vector<DroppedWord> words;
};

/// "stop words", "too short", ...
const char* name_of(DropReason reason);

}  // namespace vilda::corpus
