#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "corpus/bytes/line_reader.hpp"
#include "vilda/corpus/field_names.hpp"
#include "vilda/corpus/format.hpp"

namespace vilda::corpus {

/// A document of a text format. The views are valid while the sink runs.
struct TextDocument {
  std::optional<std::string_view> name;   ///< none where the format or the document has none
  std::optional<std::string_view> label;  ///< none where the format or the document has none
  std::string_view text;                  ///< UTF-8
};

/// Takes the documents of a text reader, in their order.
using TextSink = std::function<void(const TextDocument&)>;

/// `lines`: a document a line; an empty line is an empty document.
void read_lines(LineReader& lines, const TextSink& sink);

/// `tsv`: `name<TAB>label<TAB>text` a line; the text may hold more tabs. Throws BadInput for a line of fewer
/// than two.
void read_tsv(LineReader& lines, const TextSink& sink);

/// `csv` (RFC 4180): fields between commas; one in double quotes may hold commas, line ends (which become LF)
/// and, doubled, double quotes. Throws BadInput for stray quotes, records of different lengths, and columns
/// that are not there.
void read_csv(LineReader& lines, const FieldNames& names, const TextSink& sink);

/// `jsonl`: a JSON object a line. Throws BadInput for anything else, for a text that is missing or no string,
/// and for a label or a name that is asked for and missing, or neither string nor whole number.
void read_jsonl(LineReader& lines, const FieldNames& names, const TextSink& sink);

/// `mallet`: `name label text` a line, with spaces or tabs between; blank lines are none. Throws BadInput for
/// a line without label.
void read_mallet(LineReader& lines, const TextSink& sink);

/// `text`: the files of a folder and of those in it, sorted by their paths from there, which are their names;
/// the label is the path's folder, if any file has one. Hidden files are left out. Throws BadInput for files
/// that are not text.
void read_folder(const std::filesystem::path& folder, const TextSink& sink, const LongestText& longest = {});

/// Reads the text format that `format` names. `lines` is the open source (not used for a folder, whose files'
/// limit is `longest`).
void read_documents(const std::filesystem::path& source, LineReader* lines, Format format,
                    const FieldNames& names, const TextSink& sink, const LongestText& longest = {});

}  // namespace vilda::corpus
