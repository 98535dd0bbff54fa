#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace vilda::math {

/// What random numbers are drawn for. Streams never overlap, so that one more draw in one place changes
/// nothing anywhere else.
enum class Stream : std::uint32_t { initialization = 1, item_order = 2, metropolis = 3, assignments = 4 };

/// Random bits that depend on (seed, stream, index) and on nothing else: not on the number of threads, nor on
/// the order in which the indices are visited. Philox 4x32-10 (Salmon et al. 2011, Parallel random numbers:
/// as easy as 1, 2, 3). A UniformRandomBitGenerator: hand it to a distribution of Boost.Random, whose
/// results, unlike those of <random>, do not depend on the standard library.
class CounterEngine {
 public:
  using result_type = std::uint32_t;

  CounterEngine(std::uint64_t seed, Stream stream, std::uint64_t index)
      : key_{{low(seed), high(seed)}},
        counter_{{0, static_cast<std::uint32_t>(stream), low(index), high(index)}} {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  result_type operator()() {
    if (next_ == block_.size()) {
      block_ = r123::Philox4x32{}(counter_, key_);
      ++counter_[0];
      next_ = 0;
    }
    return block_[next_++];
  }

  /// The next of them, the same ones: many at a time, several times faster.
  void fill(std::span<result_type> numbers);

 private:
  static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
  static constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); }

  r123::Philox4x32::key_type key_;
  r123::Philox4x32::ctr_type counter_;
  r123::Philox4x32::ctr_type block_{};
  std::size_t next_ = r123::Philox4x32::ctr_type::static_size;
};

}  // namespace vilda::math
