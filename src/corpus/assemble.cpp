#include "corpus/assemble.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace vilda::corpus {
namespace {

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

/// In how many documents a word is, and how often.
struct Frequency {
  std::uint64_t documents = 0;
  std::uint64_t tokens = 0;
};

std::vector<Frequency> frequencies_of(const BagsOfWords& bags, std::size_t num_words) {
  std::vector<Frequency> frequencies(num_words);
  for (const auto [word, count] : bags.words) {
    ++frequencies[word].documents;
    frequencies[word].tokens += count;
  }
  return frequencies;
}

/// The ids of the words that are kept.
std::vector<std::uint32_t> kept_words(const PruneOptions& prune, const std::vector<std::string>& words,
                                      const std::vector<Frequency>& frequencies,
                                      std::uint64_t num_documents) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    if (prune.keeps(frequencies[id].documents, num_documents)) kept.push_back(id);
  }
  if (prune.max_words && kept.size() > *prune.max_words) {
    const auto more_frequent = [&](std::uint32_t a, std::uint32_t b) {
      if (frequencies[a].tokens != frequencies[b].tokens)
        return frequencies[a].tokens > frequencies[b].tokens;
      return words[a] < words[b];
    };
    const auto end = kept.begin() + static_cast<std::ptrdiff_t>(*prune.max_words);
    std::nth_element(kept.begin(), end, kept.end(), more_frequent);
    kept.erase(end, kept.end());
    std::ranges::sort(kept);
  }
  return kept;
}

/// The words without a new id.
DroppedWords dropped_words(DropReason reason, const std::vector<std::string>& words,
                           const std::vector<std::uint32_t>& new_ids,
                           const std::vector<Frequency>& frequencies) {
  std::vector<DroppedWord> dropped;
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    if (new_ids[id] == kDropped && frequencies[id].tokens > 0)
      dropped.push_back({words[id], frequencies[id].tokens});
  }
  return most_frequent(reason, std::move(dropped));
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

DroppedWords prune_words(const PruneOptions& prune, WordOrder order, std::vector<std::string>& words,
                         Contents& contents) {
  const auto frequencies = frequencies_of(contents.bags, words.size());
  auto kept = kept_words(prune, words, frequencies, contents.bags.num_documents());
  if (order == WordOrder::by_bytes)
    std::ranges::sort(kept, {}, [&](std::uint32_t id) -> const std::string& { return words[id]; });
  std::vector<std::uint32_t> new_ids(words.size(), kDropped);
  for (std::uint32_t new_id = 0; new_id < kept.size(); ++new_id) new_ids[kept[new_id]] = new_id;
  auto dropped = dropped_words(DropReason::pruned, words, new_ids, frequencies);

  std::vector<std::string> left;
  left.reserve(kept.size());
  for (const std::uint32_t id : kept) left.push_back(std::move(words[id]));
  words = std::move(left);
  renumber(contents.bags, new_ids);
  return dropped;
}

DroppedWords match_words(const Vocabulary& vocabulary, const std::vector<std::string>& words,
                         Contents& contents) {
  const auto frequencies = frequencies_of(contents.bags, words.size());
  std::vector<std::uint32_t> ids;
  ids.reserve(words.size());
  for (const std::string& word : words) ids.push_back(vocabulary.id(word).value_or(kDropped));
  auto dropped = dropped_words(DropReason::unknown, words, ids, frequencies);
  contents.unknown_words = renumber(contents.bags, ids);
  return dropped;
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
