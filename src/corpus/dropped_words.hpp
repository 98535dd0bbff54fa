#pragma once

#include "vilda/corpus/dropped_words.hpp"

namespace vilda::corpus {

/// The most frequent of `words`, each of which is there once.
DroppedWords most_frequent(DropReason reason, std::vector<DroppedWord> words);

}  // namespace vilda::corpus
