#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/counts/word_count.hpp"
#include "corpus/store/store_layout.hpp"
#include "corpus/store/stored_documents.hpp"
#include "vilda/io/output.hpp"

namespace vilda::corpus {

/// Writes one section of a corpus store from its beginning to its end.
class SectionWriter {
 public:
  SectionWriter(const io::OutputFile& file, StoreLayout::Section section) : file_(file), section_(section) {}

  void append(const void* bytes, std::size_t size);

  void finish();

 private:
  static constexpr std::size_t kBufferSize = std::size_t{1} << 17;

  void flush();
  void write(std::string_view bytes);

  const io::OutputFile& file_;
  StoreLayout::Section section_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

/// Writes the sections of a corpus store's words, documents, names and labels, piece by piece; each kind in
/// its order.
class StoreSections {
 public:
  StoreSections(const io::OutputFile& file, const StoreLayout& layout);

  void add_word(std::string_view word) { words_.add(word); }
  void add_documents(const StoredDocuments& documents);
  void add_name(std::string_view name) { names_.add(name); }
  void add_label(std::string_view label) { labels_.add(label); }

  /// Throws std::logic_error where what was added is not what the layout promised.
  void finish();

  std::uint64_t tokens() const { return tokens_; }  ///< that were added

 private:
  /// Strings one behind the other, and where each ends.
  struct Strings {
    SectionWriter ends, bytes;
    std::uint64_t end = 0;

    void add(std::string_view string) {
      bytes.append(string.data(), string.size());
      end += string.size();
      ends.append(&end, sizeof end);
    }
  };

  SectionWriter starts_, word_ids_, counts_;
  Strings words_, names_, labels_;
  std::uint64_t pairs_ = 0, tokens_ = 0;
};

}  // namespace vilda::corpus
