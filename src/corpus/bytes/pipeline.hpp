#pragma once

#include <omp.h>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace vilda::corpus {

/// Blocks that the calling thread fills, all threads work on, and one thread at a time takes in their order,
/// perhaps more than once, one thread the next block while another takes this one again:
///
///   caller: fill, submit, fill, submit, ...    any thread: work(block, thread)    any one: take(block), ...
///
/// The first block to fail in `work` or a `take` ends the run; those behind it are not taken there. Of the
/// calling thread no other function runs while it waits, so that with one thread all of it is a plain loop.
template <class Block>
class Pipeline {
 public:
  using Work = std::function<void(Block& block, std::size_t thread)>;
  using Take = std::function<void(Block& block)>;

  /// As many threads as OpenMP would have. `thread` is below num_threads().
  Pipeline(Work work, std::vector<Take> takes) : work_(std::move(work)) {
    for (Take& take : takes) turns_.push_back({.take = std::move(take)});
  }
  Pipeline(Work work, Take take) : Pipeline(std::move(work), std::vector{std::move(take)}) {}

  static std::size_t num_threads() { return static_cast<std::size_t>(omp_get_max_threads()); }

  /// Calls `read`, which submits the blocks, and waits for all of them; once. What `read` throws is thrown
  /// when the blocks before have been taken, if none of them fails.
  void run(const std::function<void()>& read) {
    spare_.reserve(kBlocksPerThread * num_threads() + 2);  // all there can be: a helper must not run out here
    std::vector<std::jthread> helpers;
    const Ended ended(*this);  // before the helpers are joined
    for (std::size_t thread = 1; thread < num_threads(); ++thread)
      helpers.emplace_back([this, thread] { help(thread); });
    std::exception_ptr failure;
    try {
      read();
    } catch (...) {
      failure = std::current_exception();
    }
    std::unique_lock lock(mutex_);
    wait_for_room(lock, 0);
    if (failure_) failure = failure_;
    if (failure) std::rethrow_exception(failure);
  }

  /// Hands a block over, which may wait until others have been taken.
  void submit(Block block) {
    std::unique_lock lock(mutex_);
    entries_.push_back(std::make_unique<Entry>(Entry{.block = std::move(block)}));
    changed_.notify_all();
    wait_for_room(lock, num_threads() == 1 ? 0 : kBlocksPerThread * num_threads());
    if (failure_) std::rethrow_exception(failure_);
  }

  /// Waits until all blocks have been taken.
  void wait() {
    std::unique_lock lock(mutex_);
    wait_for_room(lock, 0);
    if (failure_) std::rethrow_exception(failure_);
  }

  /// A block that was taken, to be filled again, or a new one.
  Block spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return Block();
    Block block = std::move(spare_.back());
    spare_.pop_back();
    return block;
  }

 private:
  static constexpr std::size_t kBlocksPerThread = 4;

  struct Entry {
    Block block;
    std::size_t passed = 0;  // work, and the turns behind it
    std::exception_ptr failure = {};
  };

  /// One `take` of all blocks, in their order.
  struct Turn {
    Take take;
    std::size_t next = 0;  // of the entries
    bool is_taking = false;
    bool has_failed = false;
  };

  /// Lets the helpers go home.
  struct Ended {
    explicit Ended(Pipeline& its_pipeline) : pipeline(its_pipeline) {}
    ~Ended() {
      const std::lock_guard lock(pipeline.mutex_);
      pipeline.ended_ = true;
      pipeline.changed_.notify_all();
    }
    Ended(const Ended&) = delete;
    Ended& operator=(const Ended&) = delete;
    Pipeline& pipeline;
  };

  void help(std::size_t thread) {
    for (std::unique_lock lock(mutex_); !ended_;) {
      if (!advance(lock, thread)) changed_.wait(lock);
    }
  }

  /// Works as thread 0 until at most so many blocks are under way.
  void wait_for_room(std::unique_lock<std::mutex>& lock, std::size_t most) {
    while (entries_.size() > most) {
      if (!advance(lock, 0)) changed_.wait(lock);
    }
  }

  /// Takes a block or works on one; false if neither can be done now.
  bool advance(std::unique_lock<std::mutex>& lock, std::size_t thread) {
    const auto ready =
        std::find_if(turns_.rbegin(), turns_.rend(), [&](Turn& turn) { return is_ready(turn); });
    if (ready != turns_.rend()) {
      take_next(*ready, lock);
      pop_taken();
    } else if (started_ < entries_.size()) {
      work_on(*entries_[started_++], lock, thread);
    } else {
      return false;
    }
    changed_.notify_all();
    return true;
  }

  void work_on(Entry& entry, std::unique_lock<std::mutex>& lock, std::size_t thread) {
    if (!failure_) entry.failure = run_unlocked(lock, [&] { work_(entry.block, thread); });
    entry.passed = 1;
  }

  bool is_ready(const Turn& turn) const {
    const auto place = static_cast<std::size_t>(&turn - turns_.data());
    return !turn.is_taking && turn.next < entries_.size() && entries_[turn.next]->passed == place + 1;
  }

  void take_next(Turn& turn, std::unique_lock<std::mutex>& lock) {
    Entry& entry = *entries_[turn.next];
    turn.is_taking = true;
    if (!turn.has_failed && !entry.failure)
      entry.failure = run_unlocked(lock, [&] { turn.take(entry.block); });
    turn.is_taking = false;
    turn.has_failed = turn.has_failed || entry.failure;
    ++turn.next;
    ++entry.passed;
  }

  void pop_taken() {
    if (turns_.back().next == 0) return;
    Entry& first = *entries_.front();
    if (!failure_) failure_ = first.failure;
    spare_.push_back(std::move(first.block));
    entries_.pop_front();
    --started_;
    for (Turn& turn : turns_) --turn.next;
  }

  template <class Function>
  static std::exception_ptr run_unlocked(std::unique_lock<std::mutex>& lock, Function function) {
    std::exception_ptr failure;
    lock.unlock();
    try {
      function();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    return failure;
  }

  Work work_;
  std::vector<Turn> turns_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Entry>> entries_;  // in the order of submission
  std::size_t started_ = 0;                     // of them, from the front
  bool ended_ = false;
  std::exception_ptr failure_;
  std::vector<Block> spare_;
};

}  // namespace vilda::corpus
