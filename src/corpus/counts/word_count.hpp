#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace vilda::corpus {

/// A word of a document: its id, from 0, and how often it occurs, at least once.
struct WordCount {
  std::uint32_t word = 0;
  std::uint32_t count = 0;
};

/// Takes the counts of a counted reader: some words of a document (numbered from 0). Documents may come in
/// any order and in parts; a document without a word does not come at all.
using CountSink = std::function<void(std::uint32_t document, std::span<const WordCount> words)>;

/// How many documents and words there are, as the file says or shows.
struct CountShape {
  std::uint64_t documents = 0;
  std::uint64_t words = 0;
  std::vector<std::string> labels = {};     ///< documents, or none where the format has none
  std::vector<std::string> names = {};      ///< the same
  std::vector<std::string> own_words = {};  ///< by their ids, where the format has words in place of ids
};

/// No count, id or dimension is larger: they fit in 32 bits, signed or not.
inline constexpr std::uint64_t kLargestCount = (std::uint64_t{1} << 31) - 1;

}  // namespace vilda::corpus
