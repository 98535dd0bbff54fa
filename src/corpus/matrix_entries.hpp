#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/count_readers.hpp"

namespace vilda::corpus {

/// The entries of a sparse matrix file (uci, mtx): `document word count` with ids from 1, as many as a header
/// promised.
class MatrixEntries {
 public:
  /// `shape` and `promised` as read from the header, which ended at the line that `lines` stands on.
  MatrixEntries(LineReader& lines, CountShape shape, std::uint64_t promised, const CountSink& sink)
      : lines_(lines), shape_(shape), promised_(promised), sink_(sink) {}

  /// Adds the entry of the current line.
  void add(std::string_view document, std::string_view word, std::uint64_t count);

  /// Hands out what is left; throws BadInput if entries are missing.
  void finish();

 private:
  std::uint32_t index(std::string_view field, std::uint64_t size, std::string_view what) const;
  void hand_out();

  LineReader& lines_;
  CountShape shape_;
  std::uint64_t promised_;
  const CountSink& sink_;
  std::uint64_t entries_ = 0;
  std::uint32_t document_ = 0;  // whose words these are
  std::vector<WordCount> words_;
};

/// A dimension or number of entries in a header: throws BadInput if `field` is not a whole number up to
/// `largest`.
std::uint64_t header_number(const LineReader& lines, std::string_view field, std::string_view what,
                            std::uint64_t largest);

/// Throws BadInput if a header's number of words is not that of the vocabulary.
void check_vocabulary(const LineReader& lines, std::uint64_t words,
                      const std::optional<ExpectedVocabulary>& vocabulary);

}  // namespace vilda::corpus
