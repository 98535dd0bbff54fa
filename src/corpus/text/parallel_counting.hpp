#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/pipeline.hpp"
#include "corpus/counts/word_choice.hpp"
#include "corpus/counts/word_count.hpp"
#include "corpus/strings/string_ids.hpp"
#include "corpus/text/token_filter.hpp"
#include "corpus/text/word_counter.hpp"
#include "vilda/corpus/dropped_words.hpp"

namespace vilda::corpus {

/// Counts the words of documents on all threads, block by block. The order of the documents is kept; the
/// words' ids depend on which thread saw what first, so a caller must put them in an order of its own.
class ParallelCounting {
 public:
  /// `take` is given the distinct words of each document, in no certain order, by one thread at a time; their
  /// ids are those in `words`, to which new ones are added. With `in_sequence` a document's words are
  /// listed in their order, as WordCounter::list does, not counted.
  using Take = std::function<void(std::span<const WordCount> counts)>;
  ParallelCounting(const TokenFilter& filter, StringIds& words, bool in_sequence, Take take);

  static std::size_t num_threads() { return Pipeline<Block>::num_threads(); }

  /// Takes the texts of the documents in their order.
  using Add = std::function<void(std::string_view text)>;

  /// Calls `read` with the function to which it gives every document, and counts them beside it; once.
  void run(const std::function<void(const Add&)>& read);

  TokenCounts token_counts() const;
  std::vector<DroppedWords> dropped_words() const;  ///< a reason each, if there are any
  std::vector<Frequency> frequencies() const;       ///< of the words, if they were counted

 private:
  /// Documents one behind the other, and what became of them.
  struct Block {
    std::string texts;
    std::vector<std::size_t> ends;  // of the documents in texts
    std::size_t thread = 0;
    std::vector<WordCount> counts;            // with the ids of the thread's counter
    std::vector<std::size_t> counted_until;   // of the documents in counts
    std::vector<std::string_view> new_words;  // of the thread's counter, which it had not before
  };
  struct Counter {
    explicit Counter(const TokenFilter& filter) : counter(filter) {}
    WordCounter counter;
    std::vector<std::uint32_t> ids;  // here, of the words in the blocks that were taken
  };

  void add(std::string_view text);
  void submit_block();
  void count(Block& block, std::size_t thread);
  void append(Block& block);
  std::uint64_t enough_to_be_among_the_most_frequent(Fate fate) const;

  StringIds& words_;
  bool in_sequence_;
  Take take_;
  std::vector<std::unique_ptr<Counter>> counters_;  // a thread
  Pipeline<Block> pipeline_;
  Block filling_;
};

}  // namespace vilda::corpus
