#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "corpus/formats/count_readers.hpp"

namespace vilda::corpus {

/// The entries that stand in some lines of a sparse matrix file, both ids from 0.
struct MatrixEntries {
  struct Entry {
    std::uint32_t document;
    WordCount word;
  };
  std::vector<Entry> entries;
  std::size_t begun = 0;  // entries that were whole as far as their line goes

  void clear() {
    entries.clear();
    begun = 0;
  }

  /// Adds the entry of a line, ids from 1. Throws BadInput if they are outside the shape.
  void add(const Lines& lines, const CountShape& shape, std::string_view document, std::string_view word,
           std::uint64_t count);
};

/// What a format makes of its lines.
struct MatrixFormat {
  bool (*is_entry)(std::string_view line) = nullptr;  ///< and not blank, nor a comment
  /// Adds the entry of the line, which is one.
  std::function<void(const Lines& lines, MatrixEntries& entries)> read_entry = {};
  bool has_counts = true;      ///< an entry has three numbers
  bool terms_in_rows = false;  ///< the first of them is the word
};

/// Reads the entries behind the header of a sparse matrix file (uci, mtx) on all threads. Throws BadInput if
/// they are not as many as promised.
void read_matrix_entries(LineReader& lines, const CountShape& shape, std::uint64_t promised,
                         const MatrixFormat& format, const CountSink& sink);

/// A dimension or number of entries in a header: throws BadInput if `field` is not a whole number up to
/// `largest`.
std::uint64_t header_number(const Lines& lines, std::string_view field, std::string_view what,
                            std::uint64_t largest);

/// Throws BadInput if a header's number of words is not that of the vocabulary.
void check_vocabulary(const Lines& lines, std::uint64_t words,
                      const std::optional<ExpectedVocabulary>& vocabulary);

}  // namespace vilda::corpus
