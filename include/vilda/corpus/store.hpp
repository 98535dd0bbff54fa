#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "vilda/corpus/corpus.hpp"
#include "vilda/io/mapped_file.hpp"

/// The corpus store: a corpus in one file (.vc) that is used where it lies, mapped into memory, without
/// parsing. data/README.md describes every byte of it.
namespace vilda::corpus {

/// How much there is of everything in a store.
struct StoreShape {
  std::uint64_t documents = 0;   ///< D
  std::uint64_t words = 0;       ///< V
  std::uint64_t pairs = 0;       ///< distinct (document, word) pairs
  std::uint64_t tokens = 0;      ///< the sum of the counts
  std::uint64_t labels = 0;      ///< D, or 0 where there are none
  std::uint64_t word_bytes = 0;  ///< of all words together
  std::uint64_t name_bytes = 0;
  std::uint64_t label_bytes = 0;
  std::uint64_t reading_bytes = 0;
};

/// Whether a file, and no pipe, begins as a corpus store does.
bool is_store(const std::filesystem::path& path);

/// A corpus store, read where it lies. Any number of threads may use it.
///
/// What is opened is known to be whole only after `verify`; before, a file that was damaged may give wrong
/// numbers, but nothing outside the file is looked at.
class CorpusStore {
 public:
  /// Checks the header and the file's size, in no time. Throws BadInput, with the byte, for a file that is
  /// missing, no store, of a later version, cut short, or damaged in the header.
  explicit CorpusStore(const std::filesystem::path& path);

  const std::string& path() const { return path_; }  ///< as messages show it
  std::size_t num_documents() const { return shape_.documents; }
  std::size_t num_words() const { return shape_.words; }
  std::size_t num_pairs() const { return shape_.pairs; }
  std::uint64_t num_tokens() const { return shape_.tokens; }
  bool has_labels() const { return shape_.labels > 0; }
  const std::string& sha256() const { return sha256_; }  ///< as corpus::sha256 defines it

  /// A document's distinct word ids, rising, and how often each occurs. Throw BadInput where the file is
  /// damaged.
  std::span<const std::uint32_t> words_of(std::size_t document) const;
  std::span<const std::uint32_t> counts_of(std::size_t document) const;

  /// The same, copied to where there is room for as many as words_of had. Of a file that has changed since,
  /// these are any numbers, the ids below num_words().
  void copy_document(std::size_t document, std::span<std::uint32_t> words,
                     std::span<std::uint32_t> counts) const;

  /// The same, but that nothing of the mapping comes into memory.
  void read_document(std::size_t document, std::span<std::uint32_t> words,
                     std::span<std::uint32_t> counts) const;

  std::string_view word(std::size_t id) const;  ///< throws BadInput where the file is damaged, as those below
  std::string_view name(std::size_t document) const;
  std::string_view label(std::size_t document) const;  ///< only if there are labels

  /// How the corpus was read: a JSON object of the options by their names, perhaps empty.
  std::string_view reading() const;

  /// Reads everything once and compares it with its checksums. Throws BadInput, with the byte where it is
  /// known.
  void verify() const;

  /// Throws BadInput if the file was written to since it was opened, or cannot be read any more: to be called
  /// at the end of work with it. While the work goes on, words_of and counts_of notice what is lost.
  void require_unchanged() const { file_.require_unchanged(); }

  /// Gives the memory of what has been read back to the system; it is read again when it is needed.
  void release() const { file_.release(); }

 private:
  struct PairRange {
    std::uint64_t start, end;
  };
  struct Strings {
    const std::uint64_t* ends;
    const char* bytes;
    std::uint64_t ends_offset;  // in the file, for messages
    std::uint64_t size;         // of all bytes
  };

  template <class T>
  const T* at(std::uint64_t offset) const {
    return reinterpret_cast<const T*>(file_.data() + offset);
  }
  [[noreturn]] void fail(std::uint64_t offset, std::string_view what) const;
  PairRange pairs_of(std::size_t document) const;
  std::uint64_t start_of(std::size_t document, std::size_t num_pairs) const;
  void require_ids(std::size_t document, std::span<const std::uint32_t> words) const;
  std::string_view string(const Strings& strings, std::size_t index) const;
  void verify_document(std::size_t document) const;
  void verify_padding() const;
  void verify_end(const Strings& strings, std::size_t number) const;

  std::string path_;
  io::MappedFile file_;
  StoreShape shape_;
  std::string sha256_;
  std::uint32_t reading_crc_;
  const std::uint64_t* starts_;
  const std::uint32_t* word_ids_;
  const std::uint32_t* counts_;
  Strings words_, names_, labels_;
};

/// Writes a whole corpus; the store appears whole or not at all. `reading` as CorpusStore::reading gives it.
/// Throws as io::OutputFile.
void write_store(const std::filesystem::path& path, const Corpus& corpus, std::string reading, bool force);

}  // namespace vilda::corpus
