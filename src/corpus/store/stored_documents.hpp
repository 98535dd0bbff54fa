#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "corpus/counts/word_count.hpp"

namespace vilda::corpus {

/// Some documents as they lie in a corpus store: the ids of all of them, and the counts.
class StoredDocuments {
 public:
  /// Begins anew, with room for so many pairs.
  void clear(std::size_t pairs);

  /// Adds a document, for whose pairs there must be room.
  void add(std::span<const WordCount> words);

  std::span<const std::size_t> ends() const { return ends_; }  ///< of the documents among the pairs
  std::span<const std::uint32_t> word_ids() const { return std::span(word_ids_).first(size_); }
  std::span<const std::uint32_t> counts() const { return std::span(counts_).first(size_); }
  std::uint64_t tokens() const { return tokens_; }

 private:
  std::vector<std::size_t> ends_;
  std::vector<std::uint32_t> word_ids_, counts_;  // with the room behind
  std::size_t size_ = 0;
  std::uint64_t tokens_ = 0;
};

}  // namespace vilda::corpus
