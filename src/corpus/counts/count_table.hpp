#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "corpus/counts/word_count.hpp"

namespace vilda::corpus {

/// Documents as bags of words.
struct BagsOfWords {
  std::vector<std::uint64_t> starts;  ///< D + 1: document d's words are those from starts[d] to starts[d + 1]
  std::vector<WordCount> words;       ///< a document's words are distinct and rising

  std::uint64_t num_documents() const { return starts.size() - 1; }
  std::span<const WordCount> document(std::uint64_t d) const {
    return std::span(words).subspan(starts[d], starts[d + 1] - starts[d]);
  }
};

/// Sorts the words from `begin` on by id and adds up repeats. Throws BadInput, which names the source, if
/// counts add up to more than kLargestCount.
void sort_and_merge(std::vector<WordCount>& words, std::size_t begin, std::uint32_t document,
                    const std::string& source);

/// The same for all of some documents, the first of which is `first_document`.
void sort_and_merge(BagsOfWords& bags, std::uint64_t first_document, const std::string& source);

/// Sorts each of some documents by its words' ids, which are below `num_words`.
void sort_documents(BagsOfWords& bags, std::size_t num_words);

/// Sorts any number of documents on all threads.
void sort_documents_in_parallel(BagsOfWords& bags);

/// Collects counts that come in any order; a word's repeats in a document are added up.
/// Memory: 8 bytes a count and 16 a part of a document, twice that if the parts of documents are mixed.
class CountTable {
 public:
  /// `source` names the file in messages.
  explicit CountTable(std::string source) : source_(std::move(source)) {}

  /// Throws BadInput, here and in finish, if counts add up to more than kLargestCount.
  void add(std::uint32_t document, std::span<const WordCount> words);

  std::uint64_t size() const { return words_.size(); }  ///< counts so far

  /// The documents 0 to num_documents - 1, among them all of those seen.
  BagsOfWords finish(std::uint64_t num_documents) &&;

 private:
  struct Part {
    std::uint32_t document;
    std::uint32_t size;
    std::uint64_t start;  // in words_
  };

  void join_parts();

  std::string source_;
  std::vector<Part> parts_;
  std::vector<WordCount> words_;
};

}  // namespace vilda::corpus
