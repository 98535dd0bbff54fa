#pragma once

#include <string>
#include <vector>

#include "corpus/contents.hpp"
#include "vilda/corpus/store.hpp"

namespace vilda::corpus {

/// The words of a store, in the order of their ids.
std::vector<std::string> words_of(const CorpusStore& store);

/// The documents of a store, as if they had been read from a counted format.
Contents contents_of(const CorpusStore& store);

}  // namespace vilda::corpus
