#include "corpus/formats/id_count_pairs.hpp"

namespace vilda::corpus {
namespace {

/// Whether the line is a document: neither blank nor a comment.
bool parse_document(const Lines& lines, const IdCountPairs& pairs, DocumentLines& to) {
  Fields fields(lines.line().substr(0, lines.line().find('#')));
  const std::string_view label = fields.next();
  if (label.empty()) return false;
  if (!is_number(label))
    lines.fail(fmt::format("found {}; expected the document's label, a number", quote(label)));
  to.labels.emplace_back(label);
  pairs.read(lines, fields.rest(), to);
  return true;
}

}  // namespace

CountShape read_svmlight(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                         const CountSink& sink) {
  const IdCountPairs pairs(1, vocabulary);
  CountShape shape{.words = vocabulary ? vocabulary->size : 0};
  const auto parse = [&](const Lines& line, DocumentLines& to, std::size_t) {
    return parse_document(line, pairs, to);
  };
  read_document_lines(lines, shape, sink, true, parse, [](DocumentLines&) {});
  return shape;
}

}  // namespace vilda::corpus
