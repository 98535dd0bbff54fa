#include "vilda/corpus/corpus.hpp"

#include <numeric>

namespace vilda::corpus {

// Elements that were set one by one lie in a cache of the matrix until it is synced.

std::size_t Corpus::num_pairs() const {
  counts.sync();
  return counts.n_nonzero;
}

std::uint64_t Corpus::num_tokens() const {
  counts.sync();
  return std::accumulate(counts.values, counts.values + counts.n_nonzero, std::uint64_t{0});
}

}  // namespace vilda::corpus
