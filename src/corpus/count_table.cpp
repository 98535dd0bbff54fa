#include "corpus/count_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vilda/error.hpp"

namespace vilda::corpus {

namespace {

std::uint32_t add_counts(const WordCount& a, const WordCount& b, std::uint32_t document,
                         const std::string& source) {
  const std::uint64_t sum = std::uint64_t{a.count} + b.count;
  if (sum <= kLargestCount) return static_cast<std::uint32_t>(sum);
  throw BadInput(
      fmt::format("{}: document {}, word {} (from 0): the counts add up to {}; expected at most {}", source,
                  document, a.word, sum, kLargestCount));
}

}  // namespace

void sort_and_merge(std::vector<WordCount>& words, std::size_t begin, std::uint32_t document,
                    const std::string& source) {
  const auto by_id = [](const WordCount& a, const WordCount& b) { return a.word < b.word; };
  const auto first = words.begin() + static_cast<std::ptrdiff_t>(begin);
  if (!std::is_sorted(first, words.end(), by_id)) std::sort(first, words.end(), by_id);
  std::size_t merged = begin;  // words from begin to merged are distinct
  for (std::size_t next = begin; next < words.size(); ++next) {
    if (merged > begin && words[merged - 1].word == words[next].word) {
      words[merged - 1].count = add_counts(words[merged - 1], words[next], document, source);
    } else {
      words[merged++] = words[next];
    }
  }
  words.resize(merged);
}

void CountTable::add(std::uint32_t document, std::span<const WordCount> words) {
  const std::size_t start = words_.size();
  words_.insert(words_.end(), words.begin(), words.end());
  sort_and_merge(words_, start, document, source_);
  parts_.push_back({document, static_cast<std::uint32_t>(words_.size() - start), start});
}

BagsOfWords CountTable::finish(std::uint64_t num_documents) && {
  const auto falls = [](const Part& a, const Part& b) { return a.document >= b.document; };
  if (std::adjacent_find(parts_.begin(), parts_.end(), falls) != parts_.end()) join_parts();
  BagsOfWords bags{.starts = std::vector<std::uint64_t>(num_documents + 1), .words = std::move(words_)};
  for (const Part& part : parts_) bags.starts[part.document + 1] = part.size;
  for (std::uint64_t d = 0; d < num_documents; ++d) bags.starts[d + 1] += bags.starts[d];
  parts_.clear();
  return bags;
}

/// Makes one part of all parts of a document, and puts the documents in order.
void CountTable::join_parts() {
  std::stable_sort(parts_.begin(), parts_.end(),
                   [](const Part& a, const Part& b) { return a.document < b.document; });
  CountTable joined(source_);
  joined.words_.reserve(words_.size());
  for (std::size_t part = 0; part < parts_.size();) {
    const std::uint32_t document = parts_[part].document;
    const std::size_t start = joined.words_.size();
    for (; part < parts_.size() && parts_[part].document == document; ++part) {
      const auto words = std::span(words_).subspan(parts_[part].start, parts_[part].size);
      joined.words_.insert(joined.words_.end(), words.begin(), words.end());
    }
    sort_and_merge(joined.words_, start, document, source_);
    joined.parts_.push_back({document, static_cast<std::uint32_t>(joined.words_.size() - start), start});
  }
  *this = std::move(joined);
}

}  // namespace vilda::corpus
