#include "corpus/matrix_entries.hpp"

#include <fmt/format.h>

#include "corpus/fields.hpp"
#include "corpus/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

void MatrixEntries::add(std::string_view document, std::string_view word, std::uint64_t count) {
  if (++entries_ > promised_)
    lines_.fail(fmt::format("found another entry; expected {}, as the header promises", promised_));
  const std::uint32_t of_document = index(document, shape_.documents, "document");
  const std::uint32_t of_word = index(word, shape_.words, "word");
  if (of_document != document_) hand_out();
  document_ = of_document;
  words_.push_back({of_word, static_cast<std::uint32_t>(count)});
}

void MatrixEntries::finish() {
  hand_out();
  if (entries_ < promised_) {
    throw BadInput(fmt::format("{}: found {} entries; expected {}, as the header promises", lines_.name(),
                               entries_, promised_));
  }
}

std::uint32_t MatrixEntries::index(std::string_view field, std::uint64_t size, std::string_view what) const {
  const auto number = whole_number(field);
  if (!number || *number < 1 || *number > size) {
    lines_.fail(fmt::format("found {} {}; expected a whole number from 1 to {}, as the header promises", what,
                            quote(field), size));
  }
  return static_cast<std::uint32_t>(*number - 1);
}

void MatrixEntries::hand_out() {
  if (!words_.empty()) sink_(document_, words_);
  words_.clear();
}

std::uint64_t header_number(const LineReader& lines, std::string_view field, std::string_view what,
                            std::uint64_t largest) {
  const auto number = whole_number(field);
  if (!number || *number > largest) {
    lines.fail(fmt::format("found {}; expected the number of {}, at most {}", quote(field), what, largest));
  }
  return *number;
}

void check_vocabulary(const LineReader& lines, std::uint64_t words,
                      const std::optional<ExpectedVocabulary>& vocabulary) {
  if (!vocabulary || vocabulary->size == words) return;
  lines.fail(fmt::format("found {} words; expected {}, the size of the vocabulary ({})", words,
                         vocabulary->size, vocabulary->file));
}

}  // namespace vilda::corpus
