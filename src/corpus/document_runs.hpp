#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/count_table.hpp"
#include "vilda/io/scratch_file.hpp"

namespace vilda::corpus {

/// Counts that come in any order and in parts, and are handed over document by document, in bounded memory:
/// what does not fit waits in a scratch file, in runs that are each sorted by document.
class DocumentRuns {
 public:
  /// `source` names the counts' file in messages. `most_bytes` of them stay in memory; without it, all. A
  /// document whose words are distinct comes in one part, and keeps their order.
  DocumentRuns(std::string source, const std::filesystem::path& output, std::optional<std::size_t> most_bytes,
               bool words_are_distinct);

  void add(std::uint32_t document, std::span<const WordCount> words);

  /// Hands the documents 0 to num_documents - 1 over, some at a time, in their order. Repeats of a word are
  /// added up: throws BadInput if they are more than kLargestCount.
  using Take = std::function<void(std::uint64_t first_document, BagsOfWords& documents)>;
  void for_each_batch(std::uint64_t num_documents, const Take& take) const;

 private:
  /// A sorted run: in the scratch file, or the one in memory.
  struct Run {
    std::uint32_t first_document = 0;
    std::uint64_t begin = 0, end = 0;  // in the scratch file, unless both are 0
  };
  class Reader;

  void spill();
  std::vector<std::size_t> records_by_document() const;
  void append_document(std::uint32_t document, std::vector<Reader>& readers,
                       std::vector<WordCount>& words) const;

  std::string source_;
  std::optional<std::size_t> most_bytes_;
  bool words_are_distinct_;
  io::ScratchFile scratch_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> records_;  // document, size, then as many word ids and counts
  bool in_order_ = true;                // the documents in records_ rise
  std::uint32_t last_document_ = 0;
};

}  // namespace vilda::corpus
