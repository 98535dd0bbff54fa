#include "vilda/corpus/corpus.hpp"

#include <numeric>

namespace vilda::corpus {

std::uint64_t Corpus::num_tokens() const {
  return std::accumulate(counts.values, counts.values + counts.n_nonzero, std::uint64_t{0});
}

}  // namespace vilda::corpus
