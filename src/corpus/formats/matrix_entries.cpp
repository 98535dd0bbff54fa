#include "corpus/formats/matrix_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/short_number.hpp"
#include "corpus/formats/fields.hpp"
#include "corpus/formats/parallel_lines.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

namespace {

std::uint32_t index(const Lines& lines, std::string_view field, std::uint64_t size, std::string_view what) {
  const auto number = whole_number(field);
  if (!number || *number < 1 || *number > size) {
    lines.fail(fmt::format("found {} {}; expected a whole number from 1 to {}, as the header promises", what,
                           quote(field), size));
  }
  return static_cast<std::uint32_t>(*number - 1);
}

/// Takes the next line if it is an entry as nearly all are, three short numbers inside the shape.
bool take_short_entry(LinesOfBlock& lines, const CountShape& shape, bool terms_in_rows, MatrixEntries& to) {
  std::string_view rest = lines.rest();
  std::array<std::uint32_t, 3> numbers;
  if (!take_short_triple(rest, numbers)) return false;
  auto [document, word, count] = numbers;
  if (terms_in_rows) std::swap(document, word);
  if (document - 1 >= shape.documents || word - 1 >= shape.words || count == 0) return false;
  to.entries.push_back({document - 1, {word - 1, count}});
  ++to.begun;
  lines.go_to(rest);
  return true;
}

/// Hands the entries over, those of a document that stand together at once.
class EntryCollector {
 public:
  EntryCollector(std::uint64_t promised, const MatrixFormat& format, const CountSink& sink)
      : promised_(promised), format_(format), sink_(sink) {}

  void take(const MatrixEntries& parsed, LinesOfBlock& lines) {
    const std::uint64_t most = promised_ - num_entries_;
    for (const auto& [document, word] :
         std::span(parsed.entries).first(std::min<std::uint64_t>(most, parsed.entries.size())))
      add(document, word);
    if (parsed.begun > most) fail_beyond(most, lines);
    num_entries_ += parsed.entries.size();
  }

  void finish(const std::string& name) {
    hand_out();
    if (num_entries_ < promised_) {
      throw BadInput(fmt::format("{}: found {} entries; expected {}, as the header promises", name,
                                 num_entries_, promised_));
    }
  }

 private:
  void add(std::uint32_t document, const WordCount& word) {
    if (document != document_) hand_out();
    document_ = document;
    words_.push_back(word);
  }

  void hand_out() {
    if (!words_.empty()) sink_(document_, words_);
    words_.clear();
  }

  [[noreturn]] void fail_beyond(std::uint64_t most, LinesOfBlock& lines) const {
    for (std::uint64_t entries = 0; entries <= most && lines.next();)
      entries += format_.is_entry(lines.line());
    lines.fail(fmt::format("found another entry; expected {}, as the header promises", promised_));
  }

  std::uint64_t promised_;
  const MatrixFormat& format_;
  const CountSink& sink_;
  std::uint64_t num_entries_ = 0;
  std::uint32_t document_ = 0;  // whose words these are
  std::vector<WordCount> words_;
};

}  // namespace

void MatrixEntries::add(const Lines& lines, const CountShape& shape, std::string_view document,
                        std::string_view word, std::uint64_t count) {
  ++begun;
  const std::uint32_t of_document = index(lines, document, shape.documents, "document");
  const std::uint32_t of_word = index(lines, word, shape.words, "word");
  entries.push_back({of_document, {of_word, static_cast<std::uint32_t>(count)}});
}

void read_matrix_entries(LineReader& reader, const CountShape& shape, std::uint64_t promised,
                         const MatrixFormat& format, const CountSink& sink) {
  const auto parse = [&](LinesOfBlock& lines, MatrixEntries& to, std::size_t) {
    for (;;) {
      if (format.has_counts && take_short_entry(lines, shape, format.terms_in_rows, to)) continue;
      if (!lines.next()) return;
      if (format.is_entry(lines.line())) format.read_entry(lines, to);
    }
  };
  EntryCollector collector(promised, format, sink);
  parse_in_parallel<MatrixEntries>(
      reader, parse, [&](const MatrixEntries& parsed, LinesOfBlock lines) { collector.take(parsed, lines); });
  collector.finish(reader.name());
}

std::uint64_t header_number(const Lines& lines, std::string_view field, std::string_view what,
                            std::uint64_t largest) {
  const auto number = whole_number(field);
  if (!number || *number > largest) {
    lines.fail(fmt::format("found {}; expected the number of {}, at most {}", quote(field), what, largest));
  }
  return *number;
}

void check_vocabulary(const Lines& lines, std::uint64_t words,
                      const std::optional<ExpectedVocabulary>& vocabulary) {
  if (!vocabulary || vocabulary->size == words) return;
  lines.fail(fmt::format("found {} words; expected {}, the size of the vocabulary ({})", words,
                         vocabulary->size, vocabulary->file));
}

}  // namespace vilda::corpus
