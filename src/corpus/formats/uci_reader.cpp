#include <fmt/format.h>

#include <limits>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/formats/matrix_entries.hpp"
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

bool is_not_blank(std::string_view line) {
  return !Fields(line).next().empty();
}

void read_entry(const Lines& lines, const CountShape& shape, MatrixEntries& entries) {
  Fields fields(lines.line());
  const std::string_view document = fields.next();
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
  entries.add(lines, shape, document, word, *count);
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

  const auto read = [&](const Lines& line, MatrixEntries& to) { read_entry(line, shape, to); };
  read_matrix_entries(lines, shape, promised, {.is_entry = is_not_blank, .read_entry = read}, sink);
  return shape;
}

}  // namespace vilda::corpus
