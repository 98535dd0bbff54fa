#include "corpus/parallel_counting.hpp"

#include <omp.h>

#include <map>
#include <unordered_map>

namespace vilda::corpus {
namespace {

constexpr std::size_t kBlockSize = std::size_t{1} << 18;
constexpr std::size_t kBlockDocuments = std::size_t{1} << 14;
constexpr std::size_t kBlocksPerThread = 8;

DropReason reason_of(Fate fate) {
  switch (fate) {
    case Fate::address:
      return DropReason::address;
    case Fate::without_letter:
      return DropReason::without_letter;
    case Fate::too_short:
      return DropReason::too_short;
    default:
      return DropReason::stop_word;
  }
}

}  // namespace

ParallelCounting::ParallelCounting(const TokenFilter& filter, StringIds& words, bool in_sequence, Take take)
    : words_(words),
      in_sequence_(in_sequence),
      take_(std::move(take)),
      most_blocks_(kBlocksPerThread * static_cast<std::size_t>(omp_get_max_threads())) {
  for (int thread = 0; thread < omp_get_max_threads(); ++thread)
    counters_.push_back(std::make_unique<Counter>(filter));
}

/// An exception must not leave the parallel region; its end waits for the blocks that are being counted.
void ParallelCounting::run(const std::function<void(const Add&)>& read) {
  std::exception_ptr failure;
#pragma omp parallel num_threads(static_cast <int>(counters_.size()))
#pragma omp single
  try {
    blocks_.push_back(std::make_unique<Block>());
    read([this](std::string_view text) { add(text); });
    start_block();
    finish_blocks();
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) std::rethrow_exception(failure);
}

void ParallelCounting::add(std::string_view text) {
  Block& block = *blocks_.back();
  block.texts += text;
  block.ends.push_back(block.texts.size());
  if (block.texts.size() < kBlockSize && block.ends.size() < kBlockDocuments) return;
  start_block();
  if (blocks_.size() == most_blocks_) finish_blocks();
  blocks_.push_back(std::make_unique<Block>());
}

/// Lets some thread count the block that has been filled.
void ParallelCounting::start_block() {
  Block* const block = blocks_.back().get();
#pragma omp task firstprivate(block)
  count(*block);
}

/// Waits for all blocks and takes their counts.
void ParallelCounting::finish_blocks() {
#pragma omp taskwait
  for (const auto& block : blocks_) append(*block);
  blocks_.clear();
}

void ParallelCounting::count(Block& block) {
  try {
    block.thread = omp_get_thread_num();
    WordCounter& counter = counters_[static_cast<std::size_t>(block.thread)]->counter;
    std::size_t begin = 0;
    for (const std::size_t end : block.ends) {
      const std::string_view text = std::string_view(block.texts).substr(begin, end - begin);
      in_sequence_ ? counter.list(text, block.counts) : counter.count(text, block.counts);
      block.counted_until.push_back(block.counts.size());
      begin = end;
    }
  } catch (...) {
    block.failure = std::current_exception();
  }
}

void ParallelCounting::append(const Block& block) {
  if (block.failure) std::rethrow_exception(block.failure);
  Counter& counter = *counters_[static_cast<std::size_t>(block.thread)];
  number_new_words(counter);
  std::size_t begin = 0;
  for (const std::size_t end : block.counted_until) {
    document_.clear();
    for (; begin < end; ++begin)
      document_.push_back({counter.ids[block.counts[begin].word], block.counts[begin].count});
    take_(document_);
  }
}

void ParallelCounting::number_new_words(Counter& counter) {
  const StringIds& seen = counter.counter.words();
  while (counter.ids.size() < seen.size())
    counter.ids.push_back(words_.id(seen.string(static_cast<std::uint32_t>(counter.ids.size()))));
}

TokenCounts ParallelCounting::token_counts() const {
  TokenCounts sum;
  for (const auto& counter : counters_) sum += counter->counter.token_counts();
  return sum;
}

std::vector<DroppedWords> ParallelCounting::dropped_words() const {
  std::map<DropReason, std::unordered_map<std::string, std::uint64_t>> tokens;
  for (const auto& counter : counters_) {
    counter->counter.for_each_dropped([&](std::string_view word, Fate fate, std::uint64_t times) {
      tokens[reason_of(fate)][std::string(word)] += times;
    });
  }
  std::vector<DroppedWords> dropped;
  for (const auto& [reason, words] : tokens) {
    std::vector<DroppedWord> all;
    for (const auto& [word, times] : words) all.push_back({word, times});
    dropped.push_back(most_frequent(reason, std::move(all)));
  }
  return dropped;
}

}  // namespace vilda::corpus
