#include <fmt/format.h>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {

void read_tsv(LineReader& lines, const TextSink& sink) {
  while (lines.next_text()) {
    const std::string_view line = lines.line();
    const std::size_t name_end = line.find('\t');
    const std::size_t label_end = name_end == line.npos ? line.npos : line.find('\t', name_end + 1);
    if (label_end == line.npos) {
      lines.fail(fmt::format("found {}; expected name<TAB>label<TAB>text", quote(line)));
    }
    sink({.name = line.substr(0, name_end),
          .label = line.substr(name_end + 1, label_end - name_end - 1),
          .text = line.substr(label_end + 1)});
  }
}

}  // namespace vilda::corpus
