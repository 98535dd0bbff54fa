#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "corpus/counts/count_table.hpp"
#include "corpus/counts/word_count.hpp"
#include "vilda/io/scratch_file.hpp"

namespace vilda::corpus {

/// Counts that come in any order and in parts, and are handed over document by document, in bounded memory:
/// what does not fit waits in a scratch file, in runs that are each sorted by document.
class DocumentRuns {
 public:
  /// `source` names the counts' file in messages. `most_bytes` of them stay in memory; without it, all.
  DocumentRuns(std::string source, const std::filesystem::path& output, std::optional<std::size_t> most_bytes)
      : source_(std::move(source)), most_bytes_(most_bytes), scratch_(output) {}

  /// `words_are_distinct`: this is all of the document, in any order of the words. Otherwise it is found out.
  void add(std::uint32_t document, std::span<const WordCount> words, bool words_are_distinct);

  /// Whether every document has come in one part, and has distinct words.
  bool words_are_distinct() const { return distinct_; }

  /// Hands the documents 0 to num_documents - 1 over, some at a time, in their order. Their words are in the
  /// order in which they came if they are distinct, else in that of their ids, and repeats are added up:
  /// throws BadInput if they are more than kLargestCount.
  using Take = std::function<void(std::uint64_t first_document, BagsOfWords& documents)>;
  void for_each_batch(std::uint64_t num_documents, const Take& take) const;

 private:
  /// A sorted run, from `begin` to `end` of the scratch file.
  struct Run {
    std::uint32_t first_document = 0;
    std::uint64_t begin = 0, end = 0;
  };
  class Reader;

  /// Documents, each as a header and its words: one number a word where all its ids and counts are small
  /// enough, else two.
  using Records = std::vector<std::uint32_t>;

  bool are_distinct(std::uint32_t document, std::span<const WordCount> words);
  Records& records_with_room_for(std::size_t size);
  void spill();
  std::vector<const std::uint32_t*> records_by_document() const;
  void append_document(std::uint32_t document, std::vector<Reader>& readers,
                       std::vector<WordCount>& words) const;

  std::string source_;
  std::optional<std::size_t> most_bytes_;
  io::ScratchFile scratch_;
  std::vector<Run> runs_;
  std::vector<Records> chunks_;  // the records in memory, which do not move as they grow
  std::size_t used_chunks_ = 0;  // the others are empty, to be used again
  std::size_t bytes_ = 0;        // of records in memory
  bool in_order_ = true;         // the documents in memory rise
  bool distinct_ = true;
  std::uint64_t num_pairs_ = 0;               // that came
  std::vector<std::uint32_t> last_document_;  // that a word came in, by its id, where words do not rise
  std::uint64_t next_document_ = 0;           // behind the last one that came
};

}  // namespace vilda::corpus
