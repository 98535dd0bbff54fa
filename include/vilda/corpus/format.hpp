#pragma once

#include <string_view>

namespace vilda::corpus {

/// How a corpus is written in a file. Every format but the store may be compressed by gzip or zstd; that is
/// seen from the bytes, not the name.
enum class Format {
  automatic,  ///< recognised, see recognize_format
  lines,      ///< text: a document a line
  tsv,        ///< text: name<TAB>label<TAB>text, a document a line
  csv,        ///< text: RFC 4180, with a heading; see FieldNames
  jsonl,      ///< text: a JSON object a line; see FieldNames
  mallet,     ///< text: `name label text`, a document a line
  text,       ///< text: a folder, a file a document; the name is its path, the label the folder in it
  ldac,       ///< counts: `N id:count ...` a document, N pairs, ids from 0
  uci,        ///< counts: three header lines D, V, number of entries; then `document word count`, ids from 1
  mtx,        ///< counts: Matrix Market coordinate matrix, documents in rows
  svmlight,   ///< counts: `label id:count ... # comment` a document, ids from 1
  store,      ///< counts, words, names and labels: a corpus store, see CorpusStore; a plain file
  vw,         ///< counts: `label 'name|namespace word:count ...` a document (Vowpal Wabbit)
};

/// Text formats are tokenised and pruned; the others already hold counts.
bool is_text(Format format);

/// The name that `--format` takes: "auto", "lines", ...
std::string_view name_of(Format format);

/// Throws InvalidOption for a name that is none of the above.
Format format_named(std::string_view name);

/// What a file was taken for, and why.
struct Recognition {
  Format format = Format::automatic;
  std::string_view because;  ///< e.g. "its first line is a heading with a column text"
};

/// The format of a file by its name (without folder, .gz or .zst removed) and its first bytes (decompressed).
/// The first rule that holds decides:
///
///   1. begins with `%%MatrixMarket`                                                   mtx
///      begins as a corpus store does                                                  store
///   2. the name ends in .mtx, .ldac, .uci, .tsv, .csv, .jsonl (.ndjson, .json), .vw or
///      .svmlight (.svm, .libsvm), or is docword.*.txt                                 that format
///   3. the first three lines are one whole number each, the fourth is three or absent uci
///   4. the first line that is not `0` begins with `N id:`                             ldac
///   5. the first line begins with a number that is not whole or has a sign, then `id:` svmlight
///   6. begins with `{"`, or, which is then refused, `[{`                               jsonl
///   7. the first line has a bar, before it at most three words, behind it `word:count` vw
///   8. the first line has two tabs, and something before the first                    tsv
///   9. the first line is a list with commas, and one of its parts is `text`           csv
///  10. otherwise                                                                      lines
///
/// A folder is text, unless it holds 10x Genomics' three files (then mtx). mallet must be asked for.
Recognition recognize(std::string_view file_name, std::string_view head);

/// The format alone.
Format recognize_format(std::string_view file_name, std::string_view head);

}  // namespace vilda::corpus
