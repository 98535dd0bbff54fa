#pragma once

#include <functional>
#include <string_view>

#include "corpus/line_reader.hpp"

namespace vilda::corpus {

/// A document of a text format. The views are valid while the sink runs.
struct TextDocument {
  std::string_view name;   ///< empty where the format has none
  std::string_view label;  ///< empty where the format has none
  std::string_view text;   ///< UTF-8 without NUL
};

/// Takes the documents of a text reader, in their order.
using TextSink = std::function<void(const TextDocument&)>;

/// `lines`: a document a line; an empty line is an empty document.
void read_lines(LineReader& lines, const TextSink& sink);

/// `tsv`: `name<TAB>label<TAB>text` a line; the text may hold more tabs. Throws BadInput for a line of fewer
/// than two.
void read_tsv(LineReader& lines, const TextSink& sink);

}  // namespace vilda::corpus
