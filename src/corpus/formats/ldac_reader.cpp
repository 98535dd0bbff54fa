#include "corpus/formats/id_count_pairs.hpp"

namespace vilda::corpus {
namespace {

void parse_document(const Lines& lines, const IdCountPairs& pairs, DocumentLines& to) {
  Fields fields(lines.line());
  const std::string_view first = fields.next();
  const auto promised = whole_number(first);
  if (!promised) {
    lines.fail(fmt::format("found {}; expected the document's number of distinct words, then id:count pairs",
                           quote(first)));
  }
  const std::size_t before = to.words.size();
  pairs.read(lines, fields.rest(), to);
  if (const std::size_t found = to.words.size() - before; found != *promised) {
    lines.fail(fmt::format("found {} id:count pairs; expected {}, as the line promises", found, *promised));
  }
}

}  // namespace

CountShape read_ldac(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                     const CountSink& sink) {
  const IdCountPairs pairs(0, vocabulary);
  CountShape shape{.words = vocabulary ? vocabulary->size : 0};
  const auto parse = [&](const Lines& line, DocumentLines& to, std::size_t) {
    parse_document(line, pairs, to);
    return true;
  };
  read_document_lines(lines, shape, sink, false, parse, [](DocumentLines&) {});
  return shape;
}

}  // namespace vilda::corpus
