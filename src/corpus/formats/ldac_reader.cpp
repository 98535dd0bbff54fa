#include <fmt/format.h>

#include <algorithm>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/short_number.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/document_lines.hpp"
#include "corpus/formats/fields.hpp"

namespace vilda::corpus {
namespace {

class LdacParser {
 public:
  explicit LdacParser(const std::optional<ExpectedVocabulary>& vocabulary)
      : vocabulary_(vocabulary), num_words_(vocabulary ? vocabulary->size : kLargestCount) {}

  bool parse(const Lines& lines, DocumentLines& to) const {
    Fields fields(lines.line());
    const std::string_view first = fields.next();
    const auto promised = whole_number(first);
    if (!promised) {
      lines.fail(fmt::format(
          "found {}; expected the document's number of distinct words, then id:count pairs", quote(first)));
    }
    const std::size_t before = to.words.size();
    const char* at = fields.rest().data();
    for (const char* const end = at + fields.rest().size();;) {
      WordCount pair;
      if (!take_short_pair(at, end, 0, num_words_, pair)) {
        Fields rest({at, static_cast<std::size_t>(end - at)});
        const std::string_view field = rest.next();
        if (field.empty()) break;
        pair = parse_pair(lines, field);
        at = rest.rest().data();
      }
      to.words.push_back(pair);
      to.num_words = std::max<std::uint64_t>(to.num_words, pair.word + 1u);
    }
    if (const std::size_t found = to.words.size() - before; found != *promised) {
      lines.fail(fmt::format("found {} id:count pairs; expected {}, as the line promises", found, *promised));
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
    if (*id >= num_words_) fail_beyond(lines, *id);
    return {static_cast<std::uint32_t>(*id), static_cast<std::uint32_t>(*count)};
  }

  [[noreturn]] void fail_beyond(const Lines& lines, std::uint64_t id) const {
    if (!vocabulary_) lines.fail(fmt::format("found word id {}; expected one below {}", id, kLargestCount));
    lines.fail(fmt::format("word id {} is outside the vocabulary of {} words ({}); ids start at 0", id,
                           vocabulary_->size, vocabulary_->file));
  }

  const std::optional<ExpectedVocabulary>& vocabulary_;
  std::uint64_t num_words_;
};

}  // namespace

CountShape read_ldac(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                     const CountSink& sink) {
  const LdacParser parser(vocabulary);
  CountShape shape{.words = vocabulary ? vocabulary->size : 0};
  read_document_lines(
      lines, shape, sink, false,
      [&](const Lines& line, DocumentLines& to, std::size_t) { return parser.parse(line, to); },
      [](DocumentLines&) {});
  return shape;
}

}  // namespace vilda::corpus
