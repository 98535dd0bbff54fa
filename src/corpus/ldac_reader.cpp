#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "corpus/count_readers.hpp"
#include "corpus/fields.hpp"
#include "corpus/quote.hpp"

namespace vilda::corpus {
namespace {

class LdacReader {
 public:
  LdacReader(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary)
      : lines_(lines), vocabulary_(vocabulary), num_words_(vocabulary ? vocabulary->size : 0) {}

  CountShape read(const CountSink& sink) {
    CountShape shape;
    for (; lines_.next(); ++shape.documents) {
      if (shape.documents == kLargestCount)
        lines_.fail(fmt::format("expected at most {} documents", kLargestCount));
      read_document();
      if (!words_.empty()) sink(static_cast<std::uint32_t>(shape.documents), words_);
    }
    shape.words = num_words_;
    return shape;
  }

 private:
  void read_document() {
    Fields fields(lines_.line());
    const std::string_view first = fields.next();
    const auto promised = whole_number(first);
    if (!promised) {
      lines_.fail(fmt::format(
          "found {}; expected the document's number of distinct words, then id:count pairs", quote(first)));
    }
    words_.clear();
    for (std::string_view pair = fields.next(); !pair.empty(); pair = fields.next())
      words_.push_back(parse(pair));
    if (words_.size() != *promised) {
      lines_.fail(fmt::format("found {} id:count pairs; expected {}, as the line promises", words_.size(),
                              *promised));
    }
  }

  WordCount parse(std::string_view pair) {
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    const auto id = whole_number(pair.substr(0, colon));
    const auto count = whole_number(pair.substr(std::min(colon + 1, pair.size())));
    if (!id || !count || *count < 1 || *count > kLargestCount) {
      lines_.fail(fmt::format("found {}; expected id:count, whole numbers, the count from 1 to {}",
                              quote(pair), kLargestCount));
    }
    if (*id >= (vocabulary_ ? vocabulary_->size : kLargestCount)) fail_beyond(*id);
    num_words_ = std::max(num_words_, *id + 1);
    return {static_cast<std::uint32_t>(*id), static_cast<std::uint32_t>(*count)};
  }

  [[noreturn]] void fail_beyond(std::uint64_t id) const {
    if (!vocabulary_) lines_.fail(fmt::format("found word id {}; expected one below {}", id, kLargestCount));
    lines_.fail(fmt::format("word id {} is outside the vocabulary of {} words ({}); ids start at 0", id,
                            vocabulary_->size, vocabulary_->file));
  }

  LineReader& lines_;
  const std::optional<ExpectedVocabulary>& vocabulary_;
  std::uint64_t num_words_;
  std::vector<WordCount> words_;
};

}  // namespace

CountShape read_ldac(LineReader& lines, const std::optional<ExpectedVocabulary>& vocabulary,
                     const CountSink& sink) {
  return LdacReader(lines, vocabulary).read(sink);
}

}  // namespace vilda::corpus
