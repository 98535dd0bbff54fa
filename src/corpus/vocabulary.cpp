#include "vilda/corpus/vocabulary.hpp"

#include <fmt/format.h>

#include "corpus/line_reader.hpp"
#include "corpus/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

Vocabulary::Vocabulary(std::vector<std::string> words) : words_(std::move(words)) {
  ids_.reserve(words_.size());
  for (std::size_t id = 0; id < words_.size(); ++id) {
    const auto [first, is_new] = ids_.emplace(words_[id], static_cast<std::uint32_t>(id));
    if (!is_new) {
      throw BadInput(fmt::format("the words {} and {} (from 0) are both {}; expected each word once",
                                 first->second, id, quote(words_[id])));
    }
  }
}

Vocabulary& Vocabulary::operator=(Vocabulary other) noexcept {
  words_.swap(other.words_);
  ids_.swap(other.ids_);
  return *this;
}

Vocabulary Vocabulary::read(const std::filesystem::path& file) {
  LineReader lines(file);
  std::vector<std::string> words;
  std::unordered_map<std::string, std::uint64_t> line_of;
  while (lines.next_text()) {
    if (lines.line().empty()) lines.fail("found an empty line; expected a word");
    const auto [first, is_new] = line_of.emplace(lines.line(), lines.number());
    if (!is_new) {
      lines.fail(fmt::format("found {}, which is also on line {}; expected each word once",
                             quote(lines.line()), first->second));
    }
    words.emplace_back(lines.line());
  }
  if (words.empty()) throw BadInput(fmt::format("{}: is empty; expected a word a line", lines.name()));
  return Vocabulary(std::move(words));
}

Vocabulary Vocabulary::of_ids(std::size_t size) {
  std::vector<std::string> words(size);
  for (std::size_t id = 0; id < size; ++id) words[id] = std::to_string(id);
  return Vocabulary(std::move(words));
}

std::optional<std::uint32_t> Vocabulary::id(std::string_view word) const {
  const auto found = ids_.find(word);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

}  // namespace vilda::corpus
