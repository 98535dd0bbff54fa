#include "corpus/text/parallel_counting.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace vilda::corpus {
namespace {

constexpr std::size_t kBlockSize = std::size_t{1} << 17;
constexpr std::size_t kUncommonSize = std::size_t{1} << 22;
constexpr std::size_t kBlockDocuments = std::size_t{1} << 14;

struct WhyDropped {
  Fate fate;
  DropReason reason;
};
constexpr std::array<WhyDropped, 4> kWhyDropped = {{{Fate::address, DropReason::address},
                                                    {Fate::without_letter, DropReason::without_letter},
                                                    {Fate::too_short, DropReason::too_short},
                                                    {Fate::stop_word, DropReason::stop_word}}};

}  // namespace

ParallelCounting::ParallelCounting(const TokenFilter& filter, StringIds& words, bool in_sequence, Take take)
    : words_(words),
      in_sequence_(in_sequence),
      take_(std::move(take)),
      pipeline_([this](Block& block, std::size_t thread) { count(block, thread); },
                [this](Block& block) { append(block); }) {
  for (std::size_t thread = 0; thread < Pipeline<Block>::num_threads(); ++thread)
    counters_.push_back(std::make_unique<Counter>(filter));
}

void ParallelCounting::run(const std::function<void(const Add&)>& read) {
  pipeline_.run([&] {
    read([this](std::string_view text) { add(text); });
    submit_block();
  });
}

void ParallelCounting::add(std::string_view text) {
  filling_.texts += text;
  filling_.ends.push_back(filling_.texts.size());
  if (filling_.texts.size() >= kBlockSize || filling_.ends.size() >= kBlockDocuments) submit_block();
}

void ParallelCounting::submit_block() {
  filling_.texts.append(WordCounter::kReadableBehind, '\0');
  const bool is_uncommon = filling_.texts.size() > kUncommonSize;
  pipeline_.submit(std::move(filling_));
  if (is_uncommon) pipeline_.wait();  // a long text, which is alone in memory
  filling_ = pipeline_.spare();
  filling_.texts.clear();
  filling_.ends.clear();
}

void ParallelCounting::count(Block& block, std::size_t thread) {
  block.thread = thread;
  block.counts.clear();
  block.counted_until.clear();
  block.new_words.clear();
  WordCounter& counter = counters_[thread]->counter;
  const std::uint32_t known_words = counter.words().size();
  std::size_t begin = 0;
  for (const std::size_t end : block.ends) {
    const std::string_view text = std::string_view(block.texts).substr(begin, end - begin);
    in_sequence_ ? counter.list(text, block.counts) : counter.count(text, block.counts);
    block.counted_until.push_back(block.counts.size());
    begin = end;
  }
  for (std::uint32_t word = known_words; word < counter.words().size(); ++word)
    block.new_words.push_back(counter.words().string(word));
}

/// Touches nothing of the counter, whose thread may be at its next block.
void ParallelCounting::append(Block& block) {
  std::vector<std::uint32_t>& ids = counters_[block.thread]->ids;
  words_.append_ids(block.new_words, ids);
  for (WordCount& word : block.counts) word.word = ids[word.word];
  std::size_t begin = 0;
  for (const std::size_t end : block.counted_until) {
    take_(std::span(block.counts).subspan(begin, end - begin));
    begin = end;
  }
  if (block.texts.size() > kUncommonSize) block = {};
}

TokenCounts ParallelCounting::token_counts() const {
  TokenCounts sum;
  for (const auto& counter : counters_) sum += counter->counter.token_counts();
  return sum;
}

std::vector<Frequency> ParallelCounting::frequencies() const {
  std::vector<Frequency> sums(words_.size());
  for (const auto& counter : counters_) {
    for (std::uint32_t word = 0; word < counter->ids.size(); ++word) {
      const Frequency its = counter->counter.frequency(word);
      sums[counter->ids[word]].documents += its.documents;
      sums[counter->ids[word]].tokens += its.tokens;
    }
  }
  return sums;
}

/// So many tokens of a word must one thread have met: as many as its share of the tokens that each of the
/// most frequent words has with one of the threads alone.
std::uint64_t ParallelCounting::enough_to_be_among_the_most_frequent(Fate fate) const {
  std::uint64_t of_all = 0;
  for (const auto& counter : counters_) {
    std::vector<std::uint64_t> its_tokens;
    counter->counter.for_each_of(
        fate, [&](std::string_view, std::uint64_t tokens) { its_tokens.push_back(tokens); });
    if (its_tokens.size() < DroppedWords::most) continue;
    const auto last = its_tokens.begin() + (DroppedWords::most - 1);
    std::ranges::nth_element(its_tokens, last, std::greater());
    of_all = std::max(of_all, *last);
  }
  return of_all / counters_.size();
}

std::vector<DroppedWords> ParallelCounting::dropped_words() const {
  std::vector<DroppedWords> dropped;
  for (const auto [fate, reason] : kWhyDropped) {
    const std::uint64_t enough = enough_to_be_among_the_most_frequent(fate);
    StringIds words;
    for (const auto& counter : counters_) {
      counter->counter.for_each_of(fate, [&](std::string_view word, std::uint64_t tokens) {
        if (tokens >= enough) words.id(word);
      });
    }
    if (words.size() == 0) continue;
    const auto word_of = [&](std::uint32_t id) { return words.string(id); };
    std::vector<Frequency> frequencies(words.size());
    for (std::uint32_t id = 0; id < words.size(); ++id) {
      for (const auto& counter : counters_)
        frequencies[id].tokens += counter->counter.tokens_of(word_of(id), fate);
    }
    const std::vector<std::uint32_t> new_ids(words.size(), kDropped);
    dropped.push_back(corpus::dropped_words(reason, word_of, new_ids, frequencies));
  }
  return dropped;
}

}  // namespace vilda::corpus
