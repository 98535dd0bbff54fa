#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vilda::corpus {

/// The V words of a corpus, in the order of the rows of its counts. A word's id is its position, from 0.
class Vocabulary {
 public:
  Vocabulary() = default;

  /// Throws BadInput if a word occurs twice.
  explicit Vocabulary(std::vector<std::string> words);

  Vocabulary(const Vocabulary& other) : Vocabulary(other.words_) {}
  Vocabulary(Vocabulary&&) noexcept = default;
  Vocabulary& operator=(Vocabulary other) noexcept;
  ~Vocabulary() = default;

  /// Reads a file of one word a line, UTF-8, plain or gzipped. Throws BadInput, with the line, for an empty
  /// word, a word that occurs twice, or bytes that are not UTF-8; and if the file holds no word.
  /// ResourceLimit, before it is taken, where the words need more memory than `most_bytes`.
  static Vocabulary read(const std::filesystem::path& file, std::optional<std::uint64_t> most_bytes = {});

  /// About the memory that a word of so many bytes takes in a vocabulary.
  static std::uint64_t memory_of_word(std::size_t bytes);

  /// The words "0", "1", ... "size - 1": what formats that carry only word ids have in place of words.
  static Vocabulary of_ids(std::size_t size);

  std::size_t size() const { return words_.size(); }
  const std::string& word(std::size_t id) const { return words_.at(id); }  ///< throws std::out_of_range
  std::optional<std::uint32_t> id(std::string_view word) const;
  const std::vector<std::string>& words() const { return words_; }

  bool operator==(const Vocabulary& other) const { return words_ == other.words_; }

 private:
  /// Two ids of the same word; none where all are different.
  struct Twice {
    std::uint32_t first = 0;
    std::size_t again = 0;
  };
  std::optional<Twice> number_words();

  std::vector<std::string> words_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;  // views of words_
};

}  // namespace vilda::corpus
