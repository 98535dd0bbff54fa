#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vilda/corpus/corpus.hpp"

namespace vilda::corpus {

/// Which part of a corpus a document belongs to: by its name, or every n-th.
///
/// By name: the first 8 bytes of the SHA-256 of "vilda split 1\n" and the name, as a big-endian number over
/// 2^64, are a number u in [0, 1); the parts divide [0, 1) in their order. So a document stays in its part
/// whatever is added to the corpus, and documents of one name stay together.
struct Split {
  struct Part {
    std::string name;
    double share = 0;
  };

  std::vector<Part> parts;  ///< the shares add up to 1
  std::uint64_t every = 0;  ///< not 0: document d (from 0) is in parts[1] if d mod every = every - 1

  /// Reads "train:0.8,valid:0.1,test:0.1" or "every:10" (parts train and test). Throws InvalidOption.
  static Split parse(const std::string& text);

  /// The part of document number `document`, from 0.
  std::size_t part_of(std::uint64_t document, std::string_view name) const;
};

/// The files of the parts, in their order: FILE.PART.vc for FILE.vc. Without a split, `file` itself.
std::vector<std::filesystem::path> files_of_parts(const std::filesystem::path& file,
                                                  const std::optional<Split>& split);

/// The parts of a corpus, in their order; all of them have all its words. Without a split, the corpus itself.
std::vector<Corpus> parts_of(Corpus corpus, const std::optional<Split>& split);

}  // namespace vilda::corpus
