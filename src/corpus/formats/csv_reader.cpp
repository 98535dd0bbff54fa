#include <fmt/format.h>

#include <algorithm>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/formats/text_readers.hpp"

namespace vilda::corpus {
namespace {

/// The records of a CSV file (RFC 4180): fields between commas; a field in double quotes may hold commas,
/// line ends and, doubled, double quotes.
class CsvRecords {
 public:
  explicit CsvRecords(LineReader& lines) : lines_(lines) {}

  /// Goes to the next record; false at the end.
  bool next() {
    if (!lines_.next_text()) return false;
    fields_.assign(1, {});
    first_line_ = lines_.number();
    std::size_t position = 0;
    do {
      position = read_field(position);
    } while (position != lines_.line().npos);
    return true;
  }

  const std::vector<std::string>& fields() const { return fields_; }
  std::uint64_t first_line() const { return first_line_; }

 private:
  /// Reads the field that begins at `position` of the line; returns where the next one begins, or npos.
  std::size_t read_field(std::size_t position) {
    std::string_view line = lines_.line();
    if (position < line.size() && line[position] == '"') {
      position = read_quoted(position + 1);
      line = lines_.line();
    } else {
      const std::size_t end = std::min(line.find(',', position), line.size());
      fields_.back() = line.substr(position, end - position);
      if (const auto mark = fields_.back().find('"'); mark != std::string::npos) fail_quote(position + mark);
      position = end;
    }
    if (position == line.size()) return line.npos;
    if (line[position] != ',') {
      lines_.fail(fmt::format("found {} after a closing quote, at byte {} of the line; expected a comma",
                              quote(line.substr(position, 1)), position + 1));
    }
    fields_.emplace_back();
    return position + 1;
  }

  /// Reads what stands behind an opening quote; returns the position behind the closing one.
  std::size_t read_quoted(std::size_t position) {
    std::string& field = fields_.back();
    const std::uint64_t opened = lines_.number();
    for (;;) {
      const std::string_view line = lines_.line();
      const std::size_t mark = line.find('"', position);
      field += line.substr(position, mark - position);
      if (mark != line.npos) {
        if (mark + 1 == line.size() || line[mark + 1] != '"') return mark + 1;
        field += '"';
        position = mark + 2;
        continue;
      }
      field += '\n';
      position = 0;
      if (!lines_.next_text())
        lines_.fail(
            fmt::format("the file ends inside quotes that line {} opens; expected a closing quote", opened));
      lines_.require_within_limit(field.size() + lines_.line().size());
    }
  }

  [[noreturn]] void fail_quote(std::size_t position) const {
    lines_.fail(fmt::format(
        "found a quote inside a field without quotes, at byte {} of the line; expected the field in quotes",
        position + 1));
  }

  LineReader& lines_;
  std::vector<std::string> fields_;
  std::uint64_t first_line_ = 0;
};

/// Where the parts of a document stand, from 0.
struct Columns {
  std::size_t text = 0;
  std::optional<std::size_t> label, name;
};

std::optional<std::size_t> number_of(const std::string& column) {
  const auto number = whole_number(column);
  return number && *number >= 1 ? std::optional<std::size_t>(*number - 1) : std::nullopt;
}

class CsvReader {
 public:
  CsvReader(LineReader& lines, const FieldNames& names) : lines_(lines), names_(names), records_(lines) {}

  void read(const TextSink& sink) {
    if (!records_.next()) return;
    num_fields_ = records_.fields().size();
    const Columns columns = find_columns();
    if (!has_heading() && num_fields_ > 0) hand_out(columns, sink);
    while (records_.next()) {
      if (records_.fields().size() != num_fields_) fail_number_of_fields();
      hand_out(columns, sink);
    }
  }

 private:
  /// Where every column is given by its number, there is no heading.
  bool has_heading() const {
    const auto is_number = [](const std::optional<std::string>& name) { return !name || number_of(*name); };
    return !(names_.text && is_number(names_.text) && is_number(names_.label) && is_number(names_.name));
  }

  Columns find_columns() const {
    return {.text = *find(names_.text, "text", true),
            .label = find(names_.label, "label", false),
            .name = find(names_.name, "name", false)};
  }

  /// The column that is asked for, by name or number, or else the one of the usual name, where it is there.
  std::optional<std::size_t> find(const std::optional<std::string>& asked, const char* usual,
                                  bool needed) const {
    const auto& heading = records_.fields();
    if (asked) {
      if (const auto number = number_of(*asked); number && *number < num_fields_) return number;
    } else if (!has_heading()) {
      return std::nullopt;
    }
    const auto found = std::ranges::find(heading, asked.value_or(usual));
    if (has_heading() && found != heading.end()) {
      if (std::find(found + 1, heading.end(), *found) == heading.end()) return found - heading.begin();
      lines_.fail(fmt::format("found column {} twice; expected it once, or its number (see --{}-column)",
                              quote(*found), usual));
    }
    if (!asked && !needed) return std::nullopt;
    lines_.fail(fmt::format("found no column {} among {}; expected a heading with it (see --{}-column)",
                            quote(asked.value_or(usual)), first_of(heading), usual));
  }

  /// The fields that a message shows.
  static std::string first_of(const std::vector<std::string>& fields) {
    constexpr std::size_t kShown = 8;
    std::string list;
    for (std::size_t i = 0; i < std::min(fields.size(), kShown); ++i)
      list += (i == 0 ? "" : ", ") + quote(fields[i]);
    return list + (fields.size() > kShown ? fmt::format(" and {} more", fields.size() - kShown) : "");
  }

  void hand_out(const Columns& columns, const TextSink& sink) const {
    const auto& fields = records_.fields();
    const auto part = [&](const std::optional<std::size_t>& column) {
      return column ? std::optional<std::string_view>(fields[*column]) : std::nullopt;
    };
    sink({.name = part(columns.name), .label = part(columns.label), .text = fields[columns.text]});
  }

  [[noreturn]] void fail_number_of_fields() const {
    lines_.fail(
        fmt::format("found {} fields in the record that line {} begins; expected {}, as in the first record",
                    records_.fields().size(), records_.first_line(), num_fields_));
  }

  LineReader& lines_;
  const FieldNames& names_;
  CsvRecords records_;
  std::size_t num_fields_ = 0;
};

}  // namespace

void read_csv(LineReader& lines, const FieldNames& names, const TextSink& sink) {
  CsvReader(lines, names).read(sink);
}

}  // namespace vilda::corpus
