#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vilda/corpus/read.hpp"
#include "vilda/corpus/split.hpp"

namespace vilda::corpus {

struct ImportOptions {
  ReadOptions reading;
  std::optional<Split> split;           ///< `--split`
  std::optional<std::uint64_t> memory;  ///< `--memory`: bytes that the process may take; without it, any
  bool force = false;                   ///< replace what stands at the output
};

/// Reads the sources, of one format, as one corpus, the way read_corpus does, and writes it as a store, or,
/// to the files_of_parts, a store a part of the split; all of them have all the words, which are found in the
/// whole corpus. The bytes are the same whatever the memory: what does not fit waits in scratch files beside
/// the output. In memory must lie the distinct words before pruning, and the longest document; to join
/// phrases, the different pairs of words that may be one, and 16 MiB.
///
/// `reading` gives what CorpusStore::reading is to give, once the format is known.
///
/// Throws as read_corpus and io::OutputFile; ResourceLimit where the memory does not do.
ReadReport import_corpus(const std::vector<std::filesystem::path>& sources,
                         const std::filesystem::path& output, const ImportOptions& options,
                         const std::function<std::string(Format)>& reading);

}  // namespace vilda::corpus
