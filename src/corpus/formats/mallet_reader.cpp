#include <fmt/format.h>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {

void read_mallet(LineReader& lines, const TextSink& sink) {
  while (lines.next_text()) {
    Fields fields(lines.line());
    const std::string_view name = fields.next();
    const std::string_view label = fields.next();
    if (name.empty()) continue;
    if (label.empty()) lines.fail(fmt::format("found {}; expected `name label text`", quote(lines.line())));
    sink({.name = name, .label = label, .text = fields.rest()});
  }
}

}  // namespace vilda::corpus
