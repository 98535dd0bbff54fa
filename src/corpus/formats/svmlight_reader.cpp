#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/short_number.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/document_lines.hpp"
#include "corpus/formats/fields.hpp"

namespace vilda::corpus {
namespace {

bool is_number(std::string_view field) {
  if (field.starts_with('+')) field.remove_prefix(1);
  double value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  return error == std::errc() && stop == end;
}

class SvmlightParser {
 public:
  explicit SvmlightParser(const std::optional<ExpectedVocabulary>& vocabulary)
      : num_words_(vocabulary ? vocabulary->size : kLargestCount), vocabulary_(vocabulary) {}

  bool parse(const Lines& lines, DocumentLines& to) const {
    Fields fields(lines.line().substr(0, lines.line().find('#')));
    const std::string_view label = fields.next();
    if (label.empty()) return false;  // blank, or a comment
    if (!is_number(label))
      lines.fail(fmt::format("found {}; expected the document's label, a number", quote(label)));
    to.labels.emplace_back(label);
    const char* at = fields.rest().data();
    for (const char* const end = at + fields.rest().size();;) {
      WordCount pair;  // its id from 1
      if (!take_short_pair(at, end, 1, num_words_ + 1, pair)) {
        Fields rest({at, static_cast<std::size_t>(end - at)});
        const std::string_view field = rest.next();
        if (field.empty()) break;
        pair = parse_pair(lines, field);
        at = rest.rest().data();
      }
      to.words.push_back({pair.word - 1, pair.count});
      to.num_words = std::max<std::uint64_t>(to.num_words, pair.word);
    }
    return true;
  }

 private:
  WordCount parse_pair(const Lines& lines, std::string_view pair) const {
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    const auto id = whole_number(pair.substr(0, colon));
    const auto count = whole_number(pair.substr(std::min(colon + 1, pair.size())));
    if (!id || !count || *count < 1 || *count > kLargestCount) {
      lines.fail(fmt::format("found {}; expected id:count, whole numbers, the count from 1 to {}",
                             quote(pair), kLargestCount));
    }
    if (*id < 1 || *id > num_words_) {
      lines.fail(fmt::format(
          "found word id {}; expected one from 1 to {}{}", *id, num_words_,
          vocabulary_ ? fmt::format(", the size of the vocabulary ({})", vocabulary_->file) : ""));
    }
    return {static_cast<std::uint32_t>(*id), static_cast<std::uint32_t>(*count)};
  }

  std::uint64_t num_words_;
  const std::optional<ExpectedVocabulary>& vocabulary_;
};

}  // namespace

CountShape read_svmlight(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                         const CountSink& sink) {
  const SvmlightParser parser(vocabulary);
  CountShape shape{.words = vocabulary ? vocabulary->size : 0};
  read_document_lines(
      lines, shape, sink, true,
      [&](const Lines& line, DocumentLines& to, std::size_t) { return parser.parse(line, to); },
      [](DocumentLines&) {});
  return shape;
}

}  // namespace vilda::corpus
