#include "corpus/phrases.hpp"

#include <cmath>
#include <string>
#include <unordered_map>

namespace vilda::corpus {
namespace {

/// Calls `pair(first, second)` for the words of all documents that follow each other.
template <class Pair>
void for_each_pair(const WordSequences& sequences, Pair pair) {
  for (std::size_t d = 0; d < sequences.num_documents(); ++d) {
    const auto words = sequences.document(d);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].follows != 0) pair(words[i - 1].id, words[i].id);
    }
  }
}

std::string joined(std::string_view first, std::string_view second) {
  return std::string(first) + "_" + std::string(second);
}

double normalized_pmi(double n, double n_first, double n_second, double n_both) {
  if (n_both == n) return 1;
  return std::log(n * n_both / (n_first * n_second)) / std::log(n / n_both);
}

}  // namespace

void WordSequences::add(std::span<const WordCount> words) {
  for (const auto [word, follows] : words) words_.push_back({.id = word, .follows = follows});
  starts_.push_back(words_.size());
}

Phrases learn_phrases(const WordSequences& sequences, const PhraseOptions& options) {
  std::unordered_map<std::uint32_t, std::uint64_t> words;
  std::uint64_t tokens = 0;
  for (std::size_t d = 0; d < sequences.num_documents(); ++d) {
    for (const auto& word : sequences.document(d)) ++words[word.id];
    tokens += sequences.document(d).size();
  }
  std::unordered_map<std::uint64_t, std::uint64_t> pairs;
  for_each_pair(sequences, [&](std::uint32_t first, std::uint32_t second) {
    if (words[first] >= options.min_count && words[second] >= options.min_count)
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
  Phrases phrases, others;
  for_each_pair(sequences, [&](std::uint32_t first, std::uint32_t second) {
    if (phrases.contain(first, second) || others.contain(first, second)) return;
    const bool known = vocabulary.id(joined(words.string(first), words.string(second))).has_value();
    (known ? phrases : others).insert(first, second);
  });
  return phrases;
}

BagsOfWords join_phrases(const WordSequences& sequences, const Phrases& phrases, StringIds& words) {
  BagsOfWords bags;
  bags.starts.push_back(0);
  std::unordered_map<std::uint32_t, std::size_t> place;  // in the bag of this document
  for (std::size_t d = 0; d < sequences.num_documents(); ++d) {
    const auto sequence = sequences.document(d);
    place.clear();
    for (std::size_t i = 0; i < sequence.size(); ++i) {
      std::uint32_t id = sequence[i].id;
      const bool joins =
          i + 1 < sequence.size() && sequence[i + 1].follows != 0 && phrases.contain(id, sequence[i + 1].id);
      if (joins) id = words.id(joined(words.string(id), words.string(sequence[++i].id)));
      const auto [at, is_new] = place.try_emplace(id, bags.words.size());
      if (is_new) bags.words.push_back({id, 0});
      ++bags.words[at->second].count;
    }
    bags.starts.push_back(bags.words.size());
  }
  return bags;
}

}  // namespace vilda::corpus
