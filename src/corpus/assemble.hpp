#pragma once

#include <string>
#include <vector>

#include "corpus/contents.hpp"
#include "corpus/counts/word_choice.hpp"
#include "vilda/corpus/corpus.hpp"
#include "vilda/corpus/prune.hpp"

namespace vilda::corpus {

/// Drops the words that `prune` does not keep from `words` (which `contents` numbers) and from the documents,
/// and renumbers the others, in the given order. Returns the dropped words.
DroppedWords prune_words(const PruneOptions& prune, WordOrder order, std::vector<std::string>& words,
                         Contents& contents);

/// Gives the words the ids that they have in `vocabulary`; those outside it are unknown. Returns the unknown
/// words.
DroppedWords match_words(const Vocabulary& vocabulary, const std::vector<std::string>& words,
                         Contents& contents);

/// The corpus of these documents, named by their number if they have no names.
Corpus assemble(Vocabulary vocabulary, Contents contents);

}  // namespace vilda::corpus
