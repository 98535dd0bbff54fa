#include <fmt/format.h>

#include <limits>
#include <string>
#include <utility>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/formats/matrix_entries.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

enum class Field { integer, real, pattern };

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

[[noreturn]] void fail_banner(const LineReader& lines) {
  lines.fail(fmt::format("found {}; expected %%MatrixMarket matrix coordinate integer|real|pattern general",
                         quote(lines.line())));
}

Field read_banner(LineReader& lines) {
  if (!lines.next()) throw BadInput(fmt::format("{}: is empty; expected a Matrix Market file", lines.name()));
  const std::string banner = lower_ascii(lines.line());
  Fields fields(banner);
  if (fields.next() != "%%matrixmarket" || fields.next() != "matrix" || fields.next() != "coordinate")
    fail_banner(lines);
  const std::string_view field = fields.next();
  if (fields.next() != "general") fail_banner(lines);
  if (field == "integer") return Field::integer;
  if (field == "real") return Field::real;
  if (field == "pattern") return Field::pattern;
  fail_banner(lines);
}

/// Whether the line is neither blank nor a comment.
bool is_content(std::string_view line) {
  const std::string_view first = Fields(line).next();
  return !first.empty() && first.front() != '%';
}

bool next_content(LineReader& lines) {
  while (lines.next()) {
    if (is_content(lines.line())) return true;
  }
  return false;
}

struct Size {
  std::uint64_t rows, columns, entries;
};

Size read_size(LineReader& lines) {
  if (!next_content(lines))
    throw BadInput(fmt::format("{}: ends before its size; expected `rows columns entries`", lines.name()));
  Fields fields(lines.line());
  Size size{};
  size.rows = header_number(lines, fields.next(), "rows", kLargestCount);
  size.columns = header_number(lines, fields.next(), "columns", kLargestCount);
  size.entries = header_number(lines, fields.next(), "entries", std::numeric_limits<std::uint64_t>::max());
  if (!fields.next().empty())
    lines.fail(fmt::format("found {}; expected `rows columns entries`", quote(lines.line())));
  return size;
}

/// A count written as a whole number ("3") or, in a real matrix, as a number that is whole ("3.0", "3e0").
std::uint64_t parse_count(const Lines& lines, std::string_view field, Field kind) {
  const auto count = kind == Field::real ? whole_valued_number(field) : whole_number(field);
  if (!count || *count < 1 || *count > kLargestCount) {
    lines.fail(
        fmt::format("found count {}; expected a whole number from 1 to {}", quote(field), kLargestCount));
  }
  return *count;
}

void read_entry(const Lines& lines, const CountShape& shape, Field kind, bool terms_in_rows,
                MatrixEntries& entries) {
  Fields fields(lines.line());
  std::string_view document = fields.next();
  std::string_view word = fields.next();
  const std::string_view count = kind == Field::pattern ? "1" : fields.next();
  if (word.empty() || count.empty() || !fields.next().empty()) {
    lines.fail(fmt::format("found {}; expected {}", quote(lines.line()),
                           kind == Field::pattern ? "`row column`" : "`row column count`"));
  }
  if (terms_in_rows) std::swap(document, word);
  entries.add(lines, shape, document, word, parse_count(lines, count, kind));
}

}  // namespace

CountShape read_mtx(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                    bool terms_in_rows, const CountSink& sink) {
  const Field kind = read_banner(lines);
  const Size size = read_size(lines);
  CountShape shape{.documents = size.rows, .words = size.columns};
  if (terms_in_rows) std::swap(shape.documents, shape.words);
  check_vocabulary(lines, shape.words, vocabulary);

  const auto read = [&](const Lines& line, MatrixEntries& to) {
    read_entry(line, shape, kind, terms_in_rows, to);
  };
  const MatrixFormat format{.is_entry = is_content,
                            .read_entry = read,
                            .has_counts = kind != Field::pattern,
                            .terms_in_rows = terms_in_rows};
  read_matrix_entries(lines, shape, size.entries, format, sink);
  return shape;
}

}  // namespace vilda::corpus
