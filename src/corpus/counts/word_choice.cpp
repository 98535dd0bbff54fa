#include "corpus/counts/word_choice.hpp"

#include <algorithm>
#include <compare>
#include <span>
#include <utility>

#include "corpus/strings/string_start.hpp"

namespace vilda::corpus {
namespace {

/// The first 16 bytes of a word, zeros behind it, as numbers that rise as they do.
struct Beginning {
  std::uint64_t first, second;

  auto operator<=>(const Beginning&) const = default;
};

Beginning beginning_of(std::string_view word) {
  const StringStart start = StringStart::of(word);
  return {__builtin_bswap64(start.low), __builtin_bswap64(start.high)};
}

/// Compares words where they lie only if they begin alike.
void sort_by_bytes(std::vector<std::uint32_t>& ids, const WordOf& word_of) {
  struct Word {
    Beginning beginning;
    std::uint32_t id;
  };
  std::vector<Word> words;
  words.reserve(ids.size());
  for (const std::uint32_t id : ids) words.push_back({beginning_of(word_of(id)), id});
  std::ranges::sort(words, [&](const Word& a, const Word& b) {
    return a.beginning != b.beginning ? a.beginning < b.beginning : word_of(a.id) < word_of(b.id);
  });
  std::ranges::transform(words, ids.begin(), &Word::id);
}

}  // namespace

void add_frequencies(std::span<const WordCount> words, std::vector<Frequency>& frequencies) {
  for (const auto [word, count] : words) {
    ++frequencies[word].documents;
    frequencies[word].tokens += count;
  }
}

std::vector<std::uint32_t> kept_words(const PruneOptions& prune, WordOrder order, const WordOf& word_of,
                                      const std::vector<Frequency>& frequencies,
                                      std::uint64_t num_documents) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t id = 0; id < frequencies.size(); ++id) {
    if (prune.keeps(frequencies[id].documents, num_documents)) kept.push_back(id);
  }
  if (prune.max_words && kept.size() > *prune.max_words) {
    const auto more_frequent = [&](std::uint32_t a, std::uint32_t b) {
      if (frequencies[a].tokens != frequencies[b].tokens)
        return frequencies[a].tokens > frequencies[b].tokens;
      return word_of(a) < word_of(b);
    };
    const auto end = kept.begin() + static_cast<std::ptrdiff_t>(*prune.max_words);
    std::nth_element(kept.begin(), end, kept.end(), more_frequent);
    kept.erase(end, kept.end());
    std::ranges::sort(kept);
  }
  if (order == WordOrder::by_bytes) sort_by_bytes(kept, word_of);
  return kept;
}

std::vector<std::uint32_t> new_ids_of(const std::vector<std::uint32_t>& kept, std::size_t num_words) {
  std::vector<std::uint32_t> new_ids(num_words, kDropped);
  for (std::uint32_t new_id = 0; new_id < kept.size(); ++new_id) new_ids[kept[new_id]] = new_id;
  return new_ids;
}

DroppedWords dropped_words(DropReason reason, const WordOf& word_of,
                           const std::vector<std::uint32_t>& new_ids,
                           const std::vector<Frequency>& frequencies) {
  std::vector<std::uint32_t> ids;
  for (std::uint32_t id = 0; id < new_ids.size(); ++id) {
    if (new_ids[id] == kDropped && frequencies[id].tokens > 0) ids.push_back(id);
  }
  const auto more_frequent = [&](std::uint32_t a, std::uint32_t b) {
    if (frequencies[a].tokens != frequencies[b].tokens) return frequencies[a].tokens > frequencies[b].tokens;
    return word_of(a) < word_of(b);
  };
  const std::size_t size = std::min(ids.size(), DroppedWords::most);
  std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(size), ids.end(), more_frequent);
  DroppedWords dropped{.reason = reason, .words = {}};
  for (std::size_t i = 0; i < size; ++i)
    dropped.words.push_back({std::string(word_of(ids[i])), frequencies[ids[i]].tokens});
  return dropped;
}

std::vector<std::uint64_t> renumber(BagsOfWords& bags, const std::vector<std::uint32_t>& new_ids) {
  std::vector<std::uint64_t> dropped(bags.num_documents());
  std::size_t kept = 0;
  for (std::uint64_t d = 0; d < bags.num_documents(); ++d) {
    const std::size_t begin = std::exchange(bags.starts[d], kept);
    std::uint64_t its_dropped = 0;
    for (std::size_t next = begin; next < bags.starts[d + 1]; ++next) {  // without a branch
      const auto [word, count] = bags.words[next];
      const bool is_dropped = new_ids[word] == kDropped;
      bags.words[kept] = {new_ids[word], count};
      kept += is_dropped ? 0 : 1;
      its_dropped += is_dropped ? count : 0;
    }
    dropped[d] = its_dropped;
  }
  bags.starts.back() = kept;
  bags.words.resize(kept);
  return dropped;
}

}  // namespace vilda::corpus
