#include "vilda/lda/word_numbers.hpp"

#include <atomic>
#include <bit>

#include "vilda/lda/document_pairs.hpp"

namespace vilda::lda {
namespace {

constexpr std::size_t kBits = 64;

/// std::popcount, without what not every x86-64 has (Warren 2013, Hacker's Delight, figure 5-2): there that
/// is a call.
std::uint32_t num_ones(std::uint64_t bits) {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  bits -= (bits >> 1U) & (kAll / 3);
  bits = (bits & (kAll / 5)) + ((bits >> 2U) & (kAll / 5));
  bits = (bits + (bits >> 4U)) & (kAll / 17);
  return static_cast<std::uint32_t>((bits * (kAll / 255)) >> 56U);
}

}  // namespace

WordNumbers::WordNumbers(std::size_t num_words)
    : num_words_(num_words), seen_(num_words / kBits + 1, 0), before_(seen_.size()) {}

void WordNumbers::add(std::span<const std::uint32_t> words) {
  const auto size = static_cast<std::ptrdiff_t>(words.size());
#pragma omp parallel for schedule(static) if (words.size() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    const std::uint32_t word = words[static_cast<std::size_t>(i)];
    const std::uint64_t bit = std::uint64_t{1} << word % kBits;
    const std::atomic_ref<std::uint64_t> bits(seen_[word / kBits]);
    if ((bits.load(std::memory_order_relaxed) & bit) == 0) bits.fetch_or(bit, std::memory_order_relaxed);
  }
}

void WordNumbers::number() {
  words_.clear();
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    before_[i] = static_cast<std::uint32_t>(words_.size());
    for (std::uint64_t left = seen_[i]; left != 0; left &= left - 1)
      words_.push_back(static_cast<Eigen::Index>(i * kBits) + std::countr_zero(left));
  }
}

void WordNumbers::replace(std::span<std::uint32_t> words) const {
  if (words_.size() == num_words_) return;  // every word is its own number
  const auto size = static_cast<std::ptrdiff_t>(words.size());
#pragma omp parallel for schedule(static) if (words.size() > kPairsWorthSharing)
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    std::uint32_t& word = words[static_cast<std::size_t>(i)];
    const std::uint64_t smaller = seen_[word / kBits] & ((std::uint64_t{1} << word % kBits) - 1);
    word = before_[word / kBits] + num_ones(smaller);
  }
}

}  // namespace vilda::lda
