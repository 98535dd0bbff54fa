#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "corpus/bytes/quote.hpp"
#include "corpus/counts/short_number.hpp"
#include "corpus/formats/count_readers.hpp"
#include "corpus/formats/document_lines.hpp"
#include "corpus/formats/fields.hpp"

namespace vilda::corpus {

/// The pairs `id:count` of a document's line (ldac, svmlight), their ids from `first_id`.
class IdCountPairs {
 public:
  IdCountPairs(std::uint32_t first_id, const std::optional<ExpectedVocabulary>& vocabulary)
      : first_id_(first_id),
        end_id_(first_id + (vocabulary ? vocabulary->size : kLargestCount)),
        vocabulary_(vocabulary) {}

  /// Appends the words of `pairs`, the end of the line or of what is no comment in it, behind which
  /// LineBlock::kReadableBehind bytes are readable. Throws BadInput, with the line.
  void read(const Lines& lines, std::string_view pairs, DocumentLines& to) const {
    const char* at = pairs.data();
    for (const char* const end = at + pairs.size();;) {
      WordCount pair;
      if (!take_short_pair(at, end, first_id_, end_id_, pair)) {
        Fields rest({at, static_cast<std::size_t>(end - at)});
        const std::string_view field = rest.next();
        if (field.empty()) break;
        pair = parse(lines, field);
        at = rest.rest().data();
      }
      pair.word -= first_id_;
      to.words.push_back(pair);
      to.num_words = std::max<std::uint64_t>(to.num_words, pair.word + 1u);
    }
  }

 private:
  WordCount parse(const Lines& lines, std::string_view pair) const {
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    const auto id = whole_number(pair.substr(0, colon));
    const auto count = whole_number(pair.substr(std::min(colon + 1, pair.size())));
    if (!id || !count || *count < 1 || *count > kLargestCount) {
      lines.fail(fmt::format("found {}; expected id:count, whole numbers, the count from 1 to {}",
                             quote(pair), kLargestCount));
    }
    if (*id < first_id_ || *id >= end_id_) fail_outside(lines, *id);
    return {static_cast<std::uint32_t>(*id), static_cast<std::uint32_t>(*count)};
  }

  [[noreturn]] void fail_outside(const Lines& lines, std::uint64_t id) const {
    if (!vocabulary_)
      lines.fail(fmt::format("found word id {}; expected one from {} to {}", id, first_id_, end_id_ - 1));
    lines.fail(fmt::format("word id {} is outside the vocabulary of {} words ({}); ids start at {}", id,
                           vocabulary_->size, vocabulary_->file, first_id_));
  }

  std::uint32_t first_id_;
  std::uint64_t end_id_;
  const std::optional<ExpectedVocabulary>& vocabulary_;
};

}  // namespace vilda::corpus
