#pragma once

#include <armadillo>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "vilda/corpus/vocabulary.hpp"

namespace vilda::corpus {

/// Documents as bags of words.
struct Corpus {
  arma::SpMat<arma::u32> counts;    ///< V x D, a document is a column; at most 2^31 - 1 each
  Vocabulary vocabulary;            ///< V words
  std::vector<std::string> names;   ///< D; the document's number, from 0, where the format has no names
  std::vector<std::string> labels;  ///< D, or none where the format has no labels

  std::size_t num_documents() const { return counts.n_cols; }
  std::size_t num_words() const { return counts.n_rows; }
  std::size_t num_pairs() const;     ///< distinct (document, word) pairs
  std::uint64_t num_tokens() const;  ///< the sum of the counts
};

/// The SHA-256 of the corpus' contents as 64 hexadecimal digits: the same whatever file, format or machine
/// the corpus came from. Hashed are, with integers little-endian and a string as its length in bytes (u64)
/// and its bytes:
///
///   "vilda corpus 1\n"
///   u64 V, u64 D, u64 number of pairs
///   V strings: the words
///   for each document: u64 number of pairs, then for each pair, by rising word id: u32 word id, u32 count
///   D strings: the names
///   u64 number of labels (0 or D), then as many strings
std::string sha256(const Corpus& corpus);

}  // namespace vilda::corpus
