#include "corpus/counts/count_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

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

void sort_document(BagsOfWords& bags, std::size_t d) {
  const auto begin = bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts[d]);
  const auto end = bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts[d + 1]);
  const auto by_id = [](const WordCount& a, const WordCount& b) { return a.word < b.word; };
  if (!std::is_sorted(begin, end, by_id)) std::sort(begin, end, by_id);
}

bool is_sorted(std::span<const WordCount> document) {
  return std::ranges::is_sorted(document, {}, &WordCount::word);
}

/// Puts the pairs in the order of their words, and from there back into their documents: six times as fast as
/// sorting one document after the other, if the words are not many more than the pairs.
void sort_by_transposing_twice(BagsOfWords& bags, std::size_t num_words) {
  struct Pair {
    std::uint32_t document;
    WordCount word;
  };
  std::vector<std::uint32_t> next(num_words + 1);  // the place of a word's next pair
  for (const WordCount& word : bags.words) ++next[word.word + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<Pair> by_word(bags.words.size());
  for (std::uint32_t d = 0; d < bags.num_documents(); ++d) {
    for (const WordCount& word : bags.document(d)) by_word[next[word.word]++] = {d, word};
  }
  next.assign(bags.starts.begin(), bags.starts.end());  // the place of a document's next pair
  for (const auto& [document, word] : by_word) bags.words[next[document]++] = word;
}

/// Adds up repeats in sorted words from `begin` to `end`, which are moved to `merged`; returns their end
/// there.
std::size_t merge_sorted(std::vector<WordCount>& words, std::size_t begin, std::size_t end,
                         std::size_t merged, std::uint32_t document, const std::string& source) {
  const std::size_t first = merged;
  for (std::size_t next = begin; next < end; ++next) {
    if (merged > first && words[merged - 1].word == words[next].word) {
      words[merged - 1].count = add_counts(words[merged - 1], words[next], document, source);
    } else {
      words[merged++] = words[next];
    }
  }
  return merged;
}

}  // namespace

void sort_documents(BagsOfWords& bags, std::size_t num_words) {
  bool sorted = true;
  for (std::uint64_t d = 0; d < bags.num_documents() && sorted; ++d) sorted = is_sorted(bags.document(d));
  if (sorted) return;
  if (num_words <= 4 * bags.words.size() && bags.words.size() <= kLargestCount)
    return sort_by_transposing_twice(bags, num_words);
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) sort_document(bags, d);
}

void sort_documents_in_parallel(BagsOfWords& bags) {
  const auto num_documents = static_cast<std::int64_t>(bags.num_documents());
#pragma omp parallel for schedule(dynamic, 256) if (num_documents > 1024)
  for (std::int64_t d = 0; d < num_documents; ++d) sort_document(bags, static_cast<std::size_t>(d));
}

void sort_and_merge(BagsOfWords& bags, std::uint64_t first_document, const std::string& source) {
  if (bags.words.empty()) return;
  sort_documents(bags, std::size_t{std::ranges::max(bags.words, {}, &WordCount::word).word} + 1);
  std::size_t merged = 0;
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) {
    const std::size_t begin = std::exchange(bags.starts[d], merged);
    const auto document = static_cast<std::uint32_t>(first_document + d);
    merged = merge_sorted(bags.words, begin, bags.starts[d + 1], merged, document, source);
  }
  bags.starts.back() = merged;
  bags.words.resize(merged);
}

void sort_and_merge(std::vector<WordCount>& words, std::size_t begin, std::uint32_t document,
                    const std::string& source) {
  const auto by_id = [](const WordCount& a, const WordCount& b) { return a.word < b.word; };
  const auto first = words.begin() + static_cast<std::ptrdiff_t>(begin);
  if (!std::is_sorted(first, words.end(), by_id)) std::sort(first, words.end(), by_id);
  words.resize(merge_sorted(words, begin, words.size(), begin, document, source));
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
