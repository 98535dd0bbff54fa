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

bool by_id(const WordCount& a, const WordCount& b) {
  return a.word < b.word;
}

void sort_documents(BagsOfWords& bags) {
  const auto num_documents = static_cast<std::int64_t>(bags.num_documents());
#pragma omp parallel for schedule(dynamic, 256) if (num_documents > 1024)
  for (std::int64_t d = 0; d < num_documents; ++d) {
    const auto index = static_cast<std::size_t>(d);
    const auto begin = bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts[index]);
    const auto end = bags.words.begin() + static_cast<std::ptrdiff_t>(bags.starts[index + 1]);
    if (!std::is_sorted(begin, end, by_id)) std::sort(begin, end, by_id);
  }
}

/// Gives the words their new ids, and drops those without one; returns the number of dropped tokens a
/// document.
std::vector<std::uint64_t> renumber(BagsOfWords& bags, const std::vector<std::uint32_t>& new_ids) {
  std::vector<std::uint64_t> dropped(bags.num_documents());
  std::size_t kept = 0;
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) {
    const std::size_t begin = std::exchange(bags.starts[d], kept);
    for (std::size_t next = begin; next < bags.starts[d + 1]; ++next) {
      const auto [word, count] = bags.words[next];
      if (new_ids[word] == kDropped) {
        dropped[d] += count;
      } else {
        bags.words[kept++] = {new_ids[word], count};
      }
    }
  }
  bags.starts.back() = kept;
  bags.words.resize(kept);
  sort_documents(bags);
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

std::uint64_t prune_words(const PruneOptions& prune, WordOrder order, std::vector<std::string>& words,
                          Contents& contents) {
  const auto frequencies = document_frequencies(contents.bags, words.size());
  std::vector<std::uint32_t> kept;
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    if (prune.keeps(frequencies[id], contents.bags.num_documents())) kept.push_back(id);
  }
  if (order == WordOrder::by_bytes)
    std::ranges::sort(kept, {}, [&](std::uint32_t id) -> const std::string& { return words[id]; });
  std::vector<std::uint32_t> new_ids(words.size(), kDropped);
  std::vector<std::string> kept_words;
  kept_words.reserve(kept.size());
  for (const std::uint32_t id : kept) {
    new_ids[id] = static_cast<std::uint32_t>(kept_words.size());
    kept_words.push_back(std::move(words[id]));
  }
  words = std::move(kept_words);
  const auto dropped = renumber(contents.bags, new_ids);
  return std::accumulate(dropped.begin(), dropped.end(), std::uint64_t{0});
}

void match_words(const Vocabulary& vocabulary, const std::vector<std::string>& words, Contents& contents) {
  std::vector<std::uint32_t> ids;
  ids.reserve(words.size());
  for (const std::string& word : words) ids.push_back(vocabulary.id(word).value_or(kDropped));
  contents.unknown_words = renumber(contents.bags, ids);
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
