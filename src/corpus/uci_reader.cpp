#include <fmt/format.h>

#include <limits>

#include "corpus/count_readers.hpp"
#include "corpus/fields.hpp"
#include "corpus/matrix_entries.hpp"
#include "corpus/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

std::uint64_t read_header_line(LineReader& lines, std::string_view what, std::uint64_t largest) {
  if (!lines.next()) {
    throw BadInput(fmt::format("{}: found {} lines; expected a header of three: D, V, number of entries",
                               lines.name(), lines.number()));
  }
  Fields fields(lines.line());
  const std::uint64_t number = header_number(lines, fields.next(), what, largest);
  if (const auto more = fields.next(); !more.empty()) {
    lines.fail(
        fmt::format("found {} after the number of {}; expected it alone on its line", quote(more), what));
  }
  return number;
}

void read_entry(LineReader& lines, MatrixEntries& entries) {
  Fields fields(lines.line());
  const std::string_view document = fields.next();
  if (document.empty()) return;  // a blank line
  const std::string_view word = fields.next();
  const std::string_view field = fields.next();
  if (field.empty() || !fields.next().empty()) {
    lines.fail(fmt::format("found {}; expected `document word count`", quote(lines.line())));
  }
  const auto count = whole_number(field);
  if (!count || *count < 1 || *count > kLargestCount) {
    lines.fail(
        fmt::format("found count {}; expected a whole number from 1 to {}", quote(field), kLargestCount));
  }
  entries.add(document, word, *count);
}

}  // namespace

CountShape read_uci(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                    const CountSink& sink) {
  CountShape shape;
  shape.documents = read_header_line(lines, "documents", kLargestCount);
  shape.words = read_header_line(lines, "words", kLargestCount);
  check_vocabulary(lines, shape.words, vocabulary);
  const std::uint64_t promised =
      read_header_line(lines, "entries", std::numeric_limits<std::uint64_t>::max());

  MatrixEntries entries(lines, shape, promised, sink);
  while (lines.next()) read_entry(lines, entries);
  entries.finish();
  return shape;
}

}  // namespace vilda::corpus
