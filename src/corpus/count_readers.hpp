#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/line_reader.hpp"

namespace vilda::corpus {

/// A word of a document: its id, from 0, and how often it occurs, at least once.
struct WordCount {
  std::uint32_t word = 0;
  std::uint32_t count = 0;
};

/// Takes the counts of a counted reader: some words of a document (numbered from 0). Documents may come in
/// any order and in parts; a document without a word does not come at all.
using CountSink = std::function<void(std::uint32_t document, std::span<const WordCount> words)>;

/// How many documents and words there are, as the file says or shows.
struct CountShape {
  std::uint64_t documents = 0;
  std::uint64_t words = 0;
  std::vector<std::string> labels = {};     ///< documents, or none where the format has none
  std::vector<std::string> names = {};      ///< the same
  std::vector<std::string> own_words = {};  ///< by their ids, where the format has words in place of ids
};

/// The vocabulary file that a counted file must agree with.
struct ExpectedVocabulary {
  std::uint64_t size = 0;
  std::string file;
};

/// No count, id or dimension is larger: they fit in 32 bits, signed or not.
inline constexpr std::uint64_t kLargestCount = (std::uint64_t{1} << 31) - 1;

// All of them throw BadInput, with the line, for anything but whole numbers where they belong: counts of 1 to
// kLargestCount, ids inside the shape and the vocabulary, as many entries as promised.

/// `ldac`: `N id:count ...` a document, N pairs, ids from 0. The words are as many as the vocabulary has, or
/// else as the largest id + 1.
CountShape read_ldac(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                     const CountSink& sink);

/// `uci`: three lines D, V, number of entries; then `document word count`, both from 1, in any order.
CountShape read_uci(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                    const CountSink& sink);

/// `mtx`: a Matrix Market coordinate matrix of whole numbers (field integer, real or pattern), in any order;
/// documents are its rows, or its columns if `terms_in_rows`.
CountShape read_mtx(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                    bool terms_in_rows, const CountSink& sink);

/// `svmlight`: `label id:count ... # comment` a document, ids from 1; the label is a number. The words are as
/// many as the vocabulary has, or else as the largest id.
CountShape read_svmlight(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                         const CountSink& sink);

/// `vw`: `[label [importance [base]]] ['tag]|namespace word:count ... |namespace ...` a document (the text
/// form of Vowpal Wabbit); a word without count counts once. Namespaces are not told apart; importance and
/// base are not used.
CountShape read_vw(LineReader& lines, const CountSink& sink);

}  // namespace vilda::corpus
