#include "vilda/corpus/corpus.hpp"

#include <numeric>

namespace vilda::corpus {

std::uint64_t Corpus::num_tokens() const {
  counts.sync();  // elements set one by one lie in a cache until then
  return std::accumulate(counts.values, counts.values + counts.n_nonzero, std::uint64_t{0});
}

}  // namespace vilda::corpus
