#pragma once

#include <cstdint>
#include <optional>

namespace vilda::corpus {

/// Which words are kept: by the number of documents they occur in, then by how often they occur. A proportion
/// p is of all documents, the empty ones included: with D documents it allows from (or up to) p * D
/// documents, not rounded.
struct PruneOptions {
  /// `--min-df`: the fewest documents: in (0, 1) a proportion, a whole number >= 1 a count. Default: text 5,
  /// counts none.
  std::optional<double> min_df;
  /// `--max-df`: the most documents: in (0, 1] a proportion, a whole number > 1 a count. Default: text 0.5,
  /// counts none.
  std::optional<double> max_df;
  /// `--max-words`: of the words left, so many of the most frequent (by tokens; of equals, those whose bytes
  /// come first). Default: all.
  std::optional<std::uint64_t> max_words;

  bool any() const { return min_df || max_df || max_words; }

  void validate() const;  ///< throws InvalidOption

  /// Whether the number of documents allows a word.
  bool keeps(std::uint64_t document_frequency, std::uint64_t num_documents) const;
};

}  // namespace vilda::corpus
