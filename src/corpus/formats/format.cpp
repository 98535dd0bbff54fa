#include "vilda/corpus/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "corpus/bytes/quote.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/store/store_layout.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::array kNames = {
    std::pair(Format::automatic, std::string_view("auto")),
    std::pair(Format::lines, std::string_view("lines")),
    std::pair(Format::tsv, std::string_view("tsv")),
    std::pair(Format::csv, std::string_view("csv")),
    std::pair(Format::jsonl, std::string_view("jsonl")),
    std::pair(Format::mallet, std::string_view("mallet")),
    std::pair(Format::text, std::string_view("text")),
    std::pair(Format::ldac, std::string_view("ldac")),
    std::pair(Format::uci, std::string_view("uci")),
    std::pair(Format::mtx, std::string_view("mtx")),
    std::pair(Format::svmlight, std::string_view("svmlight")),
    std::pair(Format::vw, std::string_view("vw")),
    std::pair(Format::store, std::string_view("store")),
};

/// Takes the first line off `head`.
std::string_view take_line(std::string_view& head) {
  const std::size_t end = std::min(head.find('\n'), head.size());
  std::string_view line = head.substr(0, end);
  head.remove_prefix(std::min(end + 1, head.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<Format> format_of_name(std::string_view file_name) {
  std::string name(file_name);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  if (name.ends_with(".zst")) name.resize(name.size() - 4);
  if (name.ends_with(".mtx")) return Format::mtx;
  if (name.ends_with(".ldac")) return Format::ldac;
  if (name.ends_with(".uci") || (name.starts_with("docword.") && name.ends_with(".txt"))) return Format::uci;
  if (name.ends_with(".tsv")) return Format::tsv;
  if (name.ends_with(".csv")) return Format::csv;
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson") || name.ends_with(".json")) return Format::jsonl;
  if (name.ends_with(".vw")) return Format::vw;
  for (const char* ending : {".svmlight", ".svm", ".libsvm"}) {
    if (name.ends_with(ending)) return Format::svmlight;
  }
  return std::nullopt;
}

/// How many fields the line has, if all are whole numbers.
std::optional<int> count_numbers(std::string_view line) {
  Fields fields(line);
  int numbers = 0;
  for (auto field = fields.next(); !field.empty(); field = fields.next(), ++numbers) {
    if (!whole_number(field)) return std::nullopt;
  }
  return numbers;
}

bool looks_like_uci(std::string_view head) {
  for (int line = 0; line < 3; ++line) {
    if (count_numbers(take_line(head)) != 1) return false;
  }
  return head.empty() || count_numbers(take_line(head)) == 3;
}

bool looks_like_ldac(std::string_view head) {
  std::string_view line = take_line(head);
  while (line == "0" && !head.empty()) line = take_line(head);
  Fields fields(line);
  const bool begins_with_number = whole_number(fields.next()).has_value();
  const std::string_view pair = fields.next();
  return begins_with_number && whole_number(pair.substr(0, pair.find(':'))) && pair.find(':') != pair.npos;
}

/// A label like -1, +1 or 0.5 (a whole number would be ldac's), then `id:`.
bool looks_like_svmlight(std::string_view head) {
  const std::string_view line = take_line(head);
  Fields fields(line);
  const std::string_view label = fields.next();
  const std::string_view pair = fields.next();
  const bool is_number = label.find_first_not_of("+-.0123456789") == label.npos &&
                         label.find_first_of("0123456789") != label.npos;
  return is_number && whole_number(pair.substr(0, pair.find(':'))) && pair.find(':') != pair.npos;
}

bool looks_like_tsv(std::string_view head) {
  const std::string_view line = take_line(head);
  return std::count(line.begin(), line.end(), '\t') >= 2 && line.front() != '\t';
}

/// Some words at most, a bar, and `word:count` behind it.
bool looks_like_vw(std::string_view head) {
  const std::string_view line = take_line(head);
  const std::size_t bar = line.find('|');
  if (bar == line.npos) return false;
  int words_before = 0;
  Fields before(line.substr(0, bar));
  while (!before.next().empty()) ++words_before;
  if (words_before > 3) return false;
  Fields behind(line.substr(bar + 1));
  for (auto field = behind.next(); !field.empty(); field = behind.next()) {
    const std::size_t colon = field.find(':');
    if (colon != field.npos && colon > 0 && whole_valued_number(field.substr(colon + 1))) return true;
  }
  return false;
}

/// A heading that names a column `text`.
bool looks_like_csv(std::string_view head) {
  std::string_view line = take_line(head);
  if (line.find(',') == line.npos) return false;
  while (!line.empty()) {
    const std::string_view column = line.substr(0, line.find(','));
    if (column == "text" || column == "\"text\"") return true;
    line.remove_prefix(std::min(column.size() + 1, line.size()));
  }
  return false;
}

/// An object, or an array of them, which the reader of jsonl refuses by what it expects.
bool looks_like_json(std::string_view head) {
  const auto skip = [&](char c) {
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    if (!head.starts_with(c)) return false;
    head.remove_prefix(1);
    return true;
  };
  return skip('[') ? skip('{') : skip('{') && skip('"');
}

}  // namespace

bool is_text(Format format) {
  switch (format) {
    case Format::lines:
    case Format::tsv:
    case Format::csv:
    case Format::jsonl:
    case Format::mallet:
    case Format::text:
      return true;
    default:
      return false;
  }
}

std::string_view name_of(Format format) {
  const auto has_format = [format](const auto& entry) { return entry.first == format; };
  return std::find_if(kNames.begin(), kNames.end(), has_format)->second;
}

Format format_named(std::string_view name) {
  const auto has_name = [name](const auto& entry) { return entry.second == name; };
  const auto found = std::find_if(kNames.begin(), kNames.end(), has_name);
  if (found != kNames.end()) return found->first;
  std::string known;
  for (const auto& [format, known_name] : kNames)
    known += (known.empty() ? "" : ", ") + std::string(known_name);
  throw InvalidOption(fmt::format("{} is no format of a corpus; expected one of {}", quote(name), known));
}

Recognition recognize(std::string_view file_name, std::string_view head) {
  if (head.starts_with("%%MatrixMarket")) return {Format::mtx, "it begins with %%MatrixMarket"};
  if (head.starts_with(kStoreMagic)) return {Format::store, "it begins as a corpus store does"};
  if (const auto format = format_of_name(file_name)) return {*format, "its name says so"};
  if (looks_like_uci(head)) return {Format::uci, "its first three lines are a number each"};
  if (looks_like_ldac(head)) return {Format::ldac, "its first line is a number, then id:count"};
  if (looks_like_svmlight(head)) return {Format::svmlight, "its first line is a label, then id:count"};
  if (looks_like_json(head)) return {Format::jsonl, "it begins with a JSON object"};
  if (looks_like_vw(head)) return {Format::vw, "its first line has a bar, then word:count"};
  if (looks_like_tsv(head)) return {Format::tsv, "its first line has two tabs"};
  if (looks_like_csv(head)) return {Format::csv, "its heading has a column text"};
  return {Format::lines, "it looks like no other format"};
}

Format recognize_format(std::string_view file_name, std::string_view head) {
  return recognize(file_name, head).format;
}

}  // namespace vilda::corpus
