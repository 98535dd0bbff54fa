#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/counts/word_count.hpp"
#include "vilda/corpus/format.hpp"

namespace vilda::corpus {

/// The vocabulary file that a counted file must agree with.
struct ExpectedVocabulary {
  std::uint64_t size = 0;
  std::string file;
};

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

/// Reads the counted format that `format` names; `terms_in_rows` is of mtx.
CountShape read_count_format(LineReader& lines, Format format, bool terms_in_rows,
                             const std::optional<ExpectedVocabulary>& vocabulary, const CountSink& sink);

}  // namespace vilda::corpus
