#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {

void read_lines(LineReader& lines, const TextSink& sink) {
  while (lines.next_text()) sink({.name = {}, .label = {}, .text = lines.line()});
}

}  // namespace vilda::corpus
