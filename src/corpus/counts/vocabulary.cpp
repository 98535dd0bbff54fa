#include "vilda/corpus/vocabulary.hpp"

#include <fmt/format.h>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/bytes/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

Vocabulary::Vocabulary(std::vector<std::string> words) : words_(std::move(words)) {
  if (const auto twice = number_words()) {
    throw BadInput(fmt::format("the words {} and {} (from 0) are both {}; expected each word once",
                               twice->first, twice->again, quote(words_[twice->again])));
  }
}

std::optional<Vocabulary::Twice> Vocabulary::number_words() {
  ids_.reserve(words_.size());
  for (std::size_t id = 0; id < words_.size(); ++id) {
    const auto [first, is_new] = ids_.emplace(words_[id], static_cast<std::uint32_t>(id));
    if (!is_new) return Twice{first->second, id};
  }
  return std::nullopt;
}

Vocabulary& Vocabulary::operator=(Vocabulary other) noexcept {
  words_.swap(other.words_);
  ids_.swap(other.ids_);
  return *this;
}

Vocabulary Vocabulary::read(const std::filesystem::path& file, std::optional<std::uint64_t> most_bytes) {
  LineReader lines(file);
  Vocabulary vocabulary;
  std::uint64_t memory = 0;
  while (lines.next_text()) {
    if (lines.line().empty()) lines.fail("found an empty line; expected a word");
    memory += memory_of_word(lines.line().size());
    if (most_bytes && memory > *most_bytes) {
      throw ResourceLimit(
          fmt::format("{}:{}: the words up to here take more than {} MiB, which is what --memory leaves",
                      lines.name(), lines.number(), *most_bytes >> 20));
    }
    vocabulary.words_.emplace_back(lines.line());
  }
  if (vocabulary.words_.empty())
    throw BadInput(fmt::format("{}: is empty; expected a word a line", lines.name()));
  if (const auto twice = vocabulary.number_words()) {
    throw BadInput(fmt::format("{}:{}: found {}, which is also on line {}; expected each word once",
                               lines.name(), twice->again + 1, quote(vocabulary.words_[twice->again]),
                               twice->first + 1));
  }
  return vocabulary;
}

std::uint64_t Vocabulary::memory_of_word(std::size_t bytes) {
  constexpr std::uint64_t kMostWithin = 15, kEntryOfMap = 48 + sizeof(void*);
  const std::uint64_t elsewhere = bytes > kMostWithin ? (bytes + 24) / 16 * 16 : 0;  // as malloc rounds
  return sizeof(std::string) + elsewhere + kEntryOfMap;
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
