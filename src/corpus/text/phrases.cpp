#include "corpus/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vilda::corpus {
namespace {

/// Calls `pair(first, second)` for the words of all documents that follow each other.
template <class Pair>
void for_each_pair(const WordSequences& sequences, Pair pair) {
  sequences.for_each([&](std::span<const WordCount> words) {
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].count != 0) pair(words[i - 1].word, words[i].word);
    }
  });
}

/// How often words stand in all documents, by their ids.
std::vector<std::uint64_t> frequencies_of(const WordSequences& sequences) {
  std::vector<std::uint64_t> frequencies;
  sequences.for_each([&](std::span<const WordCount> words) {
    for (const auto [word, follows] : words) {
      if (word >= frequencies.size()) frequencies.resize(word + std::size_t{1});
      ++frequencies[word];
    }
  });
  return frequencies;
}

/// Counts up to 255 of what hashes to the same of 2^24 cells: a pair occurs no more often than its cell is
/// hit. Park, Chen & Yu (1995), An effective hash-based algorithm for mining association rules.
class SharedCells {
 public:
  void add(std::uint32_t first, std::uint32_t second) {
    std::uint8_t& hits = hits_[cell(first, second)];
    if (hits < kMost) ++hits;
  }
  bool may_reach(std::uint64_t times, std::uint32_t first, std::uint32_t second) const {
    return hits_[cell(first, second)] >= std::min<std::uint64_t>(times, kMost);
  }

 private:
  static constexpr std::uint8_t kMost = 255;
  static constexpr int kBits = 24;
  static std::size_t cell(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t pair = std::uint64_t{first} << 32 | second;
    return (pair ^ pair >> 29) * 0x9E3779B97F4A7C15 >> (64 - kBits);  // Fibonacci hashing
  }

  std::vector<std::uint8_t> hits_ = std::vector<std::uint8_t>(std::size_t{1} << kBits);
};

std::string joined(std::string_view first, std::string_view second) {
  return std::string(first) + "_" + std::string(second);
}

/// n_both < n: of n tokens, fewer than n follow another.
double normalized_pmi(double n, double n_first, double n_second, double n_both) {
  return std::log(n * n_both / (n_first * n_second)) / std::log(n / n_both);
}

/// Calls `cut(first, second)` for the two parts of every word, at each of its underscores.
template <class Cut>
void for_each_cut(const Vocabulary& vocabulary, Cut cut) {
  for (const std::string_view word : vocabulary.words()) {
    for (auto at = word.find('_'); at != word.npos; at = word.find('_', at + 1))
      cut(word.substr(0, at), word.substr(at + 1));
  }
}

/// The pairs of `words` whose joined word is in the vocabulary.
Phrases pairs_joined_in(const Vocabulary& vocabulary, const StringIds& words) {
  std::unordered_map<std::string_view, std::optional<std::uint32_t>> ids;  // of the parts
  for_each_cut(vocabulary, [&](std::string_view first, std::string_view second) {
    ids.try_emplace(first);
    ids.try_emplace(second);
  });
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    if (const auto part = ids.find(words.string(id)); part != ids.end()) part->second = id;
  }
  Phrases pairs;
  for_each_cut(vocabulary, [&](std::string_view first, std::string_view second) {
    const auto a = ids.at(first), b = ids.at(second);
    if (a && b) pairs.insert(*a, *b);
  });
  return pairs;
}

}  // namespace

WordSequences::WordSequences(const std::filesystem::path& output, std::optional<std::size_t> most_bytes)
    : documents_(std::make_unique<DocumentRuns>("", output, most_bytes)) {}

void WordSequences::add(std::span<const WordCount> words) {
  documents_->add(static_cast<std::uint32_t>(num_documents_++), words, true);
}

void WordSequences::for_each(const Take& take) const {
  documents_->for_each_batch(num_documents_, [&](std::uint64_t, const BagsOfWords& batch) {
    for (std::uint64_t d = 0; d < batch.num_documents(); ++d) take(batch.document(d));
  });
}

Phrases learn_phrases(const WordSequences& sequences, const PhraseOptions& options) {
  const std::vector<std::uint64_t> words = frequencies_of(sequences);
  const auto tokens = std::accumulate(words.begin(), words.end(), std::uint64_t{0});
  const auto frequent = [&](std::uint32_t first, std::uint32_t second) {
    return words[first] >= options.min_count && words[second] >= options.min_count;
  };
  SharedCells cells;
  for_each_pair(sequences, [&](std::uint32_t first, std::uint32_t second) {
    if (frequent(first, second)) cells.add(first, second);
  });
  std::unordered_map<std::uint64_t, std::uint64_t> pairs;
  for_each_pair(sequences, [&](std::uint32_t first, std::uint32_t second) {
    if (frequent(first, second) && cells.may_reach(options.min_count, first, second))
      ++pairs[std::uint64_t{first} << 32 | second];
  });
  Phrases phrases;
  for (const auto& [pair, times] : pairs) {
    const auto first = static_cast<std::uint32_t>(pair >> 32);
    const auto second = static_cast<std::uint32_t>(pair);
    const double npmi = normalized_pmi(static_cast<double>(tokens), static_cast<double>(words[first]),
                                       static_cast<double>(words[second]), static_cast<double>(times));
    if (times >= options.min_count && npmi >= options.threshold) phrases.insert(first, second);
  }
  return phrases;
}

Phrases known_phrases(const WordSequences& sequences, const StringIds& words, const Vocabulary& vocabulary) {
  const Phrases pairs = pairs_joined_in(vocabulary, words);
  Phrases phrases;
  for_each_pair(sequences, [&](std::uint32_t first, std::uint32_t second) {
    if (pairs.contain(first, second)) phrases.insert(first, second);
  });
  return phrases;
}

Phrases phrases_of(const WordSequences& sequences, const StringIds& words, const Vocabulary* vocabulary,
                   const PhraseOptions& options) {
  return vocabulary == nullptr ? learn_phrases(sequences, options)
                               : known_phrases(sequences, words, *vocabulary);
}

std::uint64_t join_phrases(const WordSequences& sequences, const Phrases& phrases, StringIds& words,
                           const TakeCounts& take) {
  std::uint64_t num_joined = 0;
  std::vector<WordCount> counts;
  std::unordered_map<std::uint32_t, std::size_t> place;  // in the counts of this document
  sequences.for_each([&](std::span<const WordCount> sequence) {
    counts.clear();
    place.clear();
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      std::uint32_t id = sequence[i].word;
      const bool joins =
          i + 1 < sequence.size() && sequence[i + 1].count != 0 && phrases.contain(id, sequence[i + 1].word);
      if (joins) id = words.id(joined(words.string(id), words.string(sequence[++i].word)));
      num_joined += joins;
      const auto [at, is_new] = place.try_emplace(id, counts.size());
      if (is_new) counts.push_back({id, 0});
      ++counts[at->second].count;
    }
    take(counts);
  });
  return num_joined;
}

}  // namespace vilda::corpus
