#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/fields.hpp"
#include "corpus/quote.hpp"

namespace vilda::corpus {
namespace {

bool is_number(std::string_view field) {
  if (field.starts_with('+')) field.remove_prefix(1);
  double value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  return error == std::errc() && stop == end;
}

class SvmlightReader {
 public:
  SvmlightReader(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary)
      : lines_(lines), num_words_(vocabulary ? vocabulary->size : kLargestCount), vocabulary_(vocabulary) {}

  CountShape read(const CountSink& sink) {
    CountShape shape{.words = vocabulary_ ? vocabulary_->size : 0};
    while (lines_.next_text()) {
      const std::string_view line = lines_.line().substr(0, lines_.line().find('#'));
      Fields fields(line);
      const std::string_view label = fields.next();
      if (label.empty()) continue;  // blank, or a comment
      if (shape.documents == kLargestCount)
        lines_.fail(fmt::format("expected at most {} documents", kLargestCount));
      if (!is_number(label))
        lines_.fail(fmt::format("found {}; expected the document's label, a number", quote(label)));
      shape.labels.emplace_back(label);
      words_.clear();
      for (auto pair = fields.next(); !pair.empty(); pair = fields.next()) words_.push_back(parse(pair));
      for (const WordCount& word : words_) shape.words = std::max<std::uint64_t>(shape.words, word.word + 1u);
      if (!words_.empty()) sink(static_cast<std::uint32_t>(shape.documents), words_);
      ++shape.documents;
    }
    return shape;
  }

 private:
  WordCount parse(std::string_view pair) const {
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    const auto id = whole_number(pair.substr(0, colon));
    const auto count = whole_number(pair.substr(std::min(colon + 1, pair.size())));
    if (!id || !count || *count < 1 || *count > kLargestCount) {
      lines_.fail(fmt::format("found {}; expected id:count, whole numbers, the count from 1 to {}",
                              quote(pair), kLargestCount));
    }
    if (*id < 1 || *id > num_words_) {
      lines_.fail(fmt::format(
          "found word id {}; expected one from 1 to {}{}", *id, num_words_,
          vocabulary_ ? fmt::format(", the size of the vocabulary ({})", vocabulary_->file) : ""));
    }
    return {static_cast<std::uint32_t>(*id - 1), static_cast<std::uint32_t>(*count)};
  }

  LineReader& lines_;
  std::uint64_t num_words_;
  const std::optional<ExpectedVocabulary>& vocabulary_;
  std::vector<WordCount> words_;
};

}  // namespace

CountShape read_svmlight(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                         const CountSink& sink) {
  return SvmlightReader(lines, vocabulary).read(sink);
}

}  // namespace vilda::corpus
