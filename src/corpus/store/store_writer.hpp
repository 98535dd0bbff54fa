#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "vilda/corpus/store.hpp"

namespace vilda::corpus {

struct WordCount;
class StoreSections;
class ContentHash;

/// Writes a store piece by piece: the words, the documents, the names, the labels, in this order. It appears
/// whole, by `commit`, or not at all. Memory: a few buffers.
class StoreWriter {
 public:
  /// `reading` is what CorpusStore::reading gives; the shape's reading_bytes is set from it. Throws as
  /// io::OutputFile.
  StoreWriter(const std::filesystem::path& path, StoreShape shape, std::string reading, bool force);
  ~StoreWriter();

  void add_word(std::string_view word);
  /// Distinct words, rising, and their counts, 1 to 2^31 - 1.
  void add_document(std::span<const WordCount> words);
  void add_name(std::string_view name);
  void add_label(std::string_view label);

  /// What is added is added to both of these, which two threads may do at the same time.
  StoreSections& sections();
  ContentHash& hash();

  /// Throws std::logic_error where what was added is not what the shape promised.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vilda::corpus
