#pragma once

#include <string>
#include <vector>

#include "corpus/contents.hpp"
#include "vilda/corpus/corpus.hpp"
#include "vilda/corpus/prune.hpp"

namespace vilda::corpus {

/// Drops the words that `prune` does not keep from `words` (which `contents` numbers) and from the documents,
/// and renumbers the others, in their order. Returns the number of dropped tokens.
std::uint64_t prune_words(const PruneOptions& prune, std::vector<std::string>& words, Contents& contents);

/// Renumbers the words so that they are sorted by their bytes.
void sort_words(std::vector<std::string>& words, Contents& contents);

/// The corpus of these documents, named by their number if they have no names.
Corpus assemble(Vocabulary vocabulary, Contents contents);

}  // namespace vilda::corpus
