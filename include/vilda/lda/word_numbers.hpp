#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vilda::lda {

/// The distinct words of some documents, numbered by rising id: a word's number is how many of these words
/// are before it. By all threads, where there is enough to share.
class WordNumbers {
 public:
  WordNumbers() = default;
  explicit WordNumbers(std::size_t num_words);  ///< V: ids are below it

  void add(std::span<const std::uint32_t> words);  ///< by id
  void number();                                   ///< once all are added

  const std::vector<Eigen::Index>& words() const { return words_; }  ///< ids, ascending

  /// Puts numbers in the place of ids.
  void replace(std::span<std::uint32_t> words) const;

 private:
  std::size_t num_words_ = 0;
  std::vector<std::uint64_t> seen_;    // a bit a word
  std::vector<std::uint32_t> before_;  // of each 64: how many words are before
  std::vector<Eigen::Index> words_;
};

}  // namespace vilda::lda
