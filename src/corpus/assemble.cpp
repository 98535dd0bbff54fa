#include "corpus/assemble.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace vilda::corpus {
namespace {

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

std::vector<std::uint64_t> document_frequencies(const BagsOfWords& bags, std::size_t num_words) {
  std::vector<std::uint64_t> frequencies(num_words);
  for (const WordCount& word : bags.words) ++frequencies[word.word];
  return frequencies;
}

/// Gives the words their new ids, and drops those without one; returns the number of dropped tokens.
std::uint64_t renumber(BagsOfWords& bags, const std::vector<std::uint32_t>& new_ids) {
  std::uint64_t dropped = 0;
  std::size_t kept = 0;
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) {
    const std::size_t begin = std::exchange(bags.starts[d], kept);
    for (std::size_t next = begin; next < bags.starts[d + 1]; ++next) {
      const auto [word, count] = bags.words[next];
      if (new_ids[word] == kDropped) {
        dropped += count;
      } else {
        bags.words[kept++] = {new_ids[word], count};
      }
    }
    std::sort(bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts[d]),
              bags.words.begin() + static_cast<std::ptrdiff_t>(kept),
              [](const WordCount& a, const WordCount& b) { return a.word < b.word; });
  }
  bags.starts.back() = kept;
  bags.words.resize(kept);
  return dropped;
}

arma::SpMat<arma::u32> count_matrix(const BagsOfWords& bags, std::size_t num_words) {
  arma::uvec words(bags.words.size());
  arma::Col<arma::u32> counts(bags.words.size());
  for (std::size_t pair = 0; pair < bags.words.size(); ++pair) {
    words[pair] = bags.words[pair].word;
    counts[pair] = bags.words[pair].count;
  }
  const arma::uvec starts(std::vector<arma::uword>(bags.starts.begin(), bags.starts.end()));
  return arma::SpMat<arma::u32>(words, starts, counts, num_words, bags.num_documents());
}

}  // namespace

std::uint64_t prune_words(const PruneOptions& prune, std::vector<std::string>& words, Contents& contents) {
  const auto frequencies = document_frequencies(contents.bags, words.size());
  std::vector<std::uint32_t> new_ids(words.size(), kDropped);
  std::uint32_t kept = 0;
  for (std::size_t id = 0; id < words.size(); ++id) {
    if (!prune.keeps(frequencies[id], contents.bags.num_documents())) continue;
    if (kept != id) words[kept] = std::move(words[id]);
    new_ids[id] = kept++;
  }
  words.resize(kept);
  return renumber(contents.bags, new_ids);
}

void sort_words(std::vector<std::string>& words, Contents& contents) {
  std::vector<std::uint32_t> order(words.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return words[a] < words[b]; });
  std::vector<std::uint32_t> new_ids(words.size());
  std::vector<std::string> sorted;
  sorted.reserve(words.size());
  for (const std::uint32_t id : order) {
    new_ids[id] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(std::move(words[id]));
  }
  words = std::move(sorted);
  renumber(contents.bags, new_ids);
}

Corpus assemble(Vocabulary vocabulary, Contents contents) {
  Corpus corpus;
  corpus.counts = count_matrix(contents.bags, vocabulary.size());
  corpus.vocabulary = std::move(vocabulary);
  corpus.names = std::move(contents.names);
  corpus.labels = std::move(contents.labels);
  for (std::size_t d = corpus.names.size(); d < corpus.num_documents(); ++d)
    corpus.names.push_back(std::to_string(d));
  return corpus;
}

}  // namespace vilda::corpus
