#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "corpus/counts/count_table.hpp"
#include "vilda/corpus/dropped_words.hpp"
#include "vilda/corpus/prune.hpp"

/// Which of the words that were seen a corpus keeps.
namespace vilda::corpus {

inline constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();  ///< in place of an id

/// In how many documents a word is, and how often.
struct Frequency {
  std::uint64_t documents = 0;
  std::uint64_t tokens = 0;
};

/// Adds the words of some documents, distinct in each, to their frequencies, by id.
void add_frequencies(std::span<const WordCount> words, std::vector<Frequency>& frequencies);

/// The word of an id.
using WordOf = std::function<std::string_view(std::uint32_t id)>;

enum class WordOrder { as_numbered, by_bytes };

/// The ids of the words that are kept, in the given order.
std::vector<std::uint32_t> kept_words(const PruneOptions& prune, WordOrder order, const WordOf& word_of,
                                      const std::vector<Frequency>& frequencies, std::uint64_t num_documents);

/// The position of each word among the kept ones, or kDropped.
std::vector<std::uint32_t> new_ids_of(const std::vector<std::uint32_t>& kept, std::size_t num_words);

/// The most frequent of the words without a new id.
DroppedWords dropped_words(DropReason reason, const WordOf& word_of,
                           const std::vector<std::uint32_t>& new_ids,
                           const std::vector<Frequency>& frequencies);

/// Gives the words their new ids, or drops them, which leaves the documents unsorted; returns the number of
/// dropped tokens a document.
std::vector<std::uint64_t> renumber(BagsOfWords& bags, const std::vector<std::uint32_t>& new_ids);

}  // namespace vilda::corpus
