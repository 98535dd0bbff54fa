#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "corpus/counts/word_count.hpp"
#include "io/sha256.hpp"

namespace vilda::corpus {

/// The SHA-256 of a corpus that is handed over piece by piece, in this order: the sizes, the words, the
/// documents, the names, the labels. What is hashed is said at corpus::sha256.
class ContentHash {
 public:
  ContentHash(std::uint64_t num_words, std::uint64_t num_documents, std::uint64_t num_pairs,
              std::uint64_t num_labels);

  void add_word(std::string_view word) { add_string(word); }
  void add_document(std::span<const WordCount> words);
  void add_document(std::span<const std::uint32_t> words, std::span<const std::uint32_t> counts);
  void add_name(std::string_view name) { add_string(name); }
  void add_label(std::string_view label);
  std::string hexadecimal();  ///< 64 digits; once, at the end

 private:
  template <class Integer>
  void add_integer(Integer value);
  void add_string(std::string_view string);
  void begin_labels();
  void add_bytes(std::string_view bytes);
  void flush();

  io::Sha256 sum_;
  std::uint64_t num_labels_;
  bool labels_begun_ = false;
  std::string pending_;
};

}  // namespace vilda::corpus
