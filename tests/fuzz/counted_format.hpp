#pragma once

#include "corpus/contents.hpp"
#include "fuzz/bytes.hpp"

namespace vilda::corpus::fuzz {

/// Whatever the bytes are, a reader of counts gives documents of distinct, rising word ids and positive
/// counts, or refuses them.
inline int read_counted(const std::uint8_t* data, std::size_t size, Format format,
                        bool terms_in_rows = false) {
  may_refuse([&] {
    LineReader lines = lines_of(data, size);
    const Contents contents =
        read_counts(lines, format, terms_in_rows, std::nullopt, [](std::uint32_t id) { return id; });
    for (std::uint64_t d = 0; d < contents.bags.num_documents(); ++d) {
      std::uint64_t least = 0;
      for (const auto [word, count] : contents.bags.document(d)) {
        require(word >= least && word < contents.num_words, "word ids rise and lie in the vocabulary");
        require(count >= 1 && count <= kLargestCount, "counts lie in 1 to kLargestCount");
        least = std::uint64_t{word} + 1;
      }
    }
  });
  return 0;
}

}  // namespace vilda::corpus::fuzz
