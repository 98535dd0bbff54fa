#pragma once

#include <string>

#include "vilda/corpus/corpus.hpp"
#include "vilda/corpus/format.hpp"

namespace vilda::corpus {

/// The content of a file with the corpus' counts in a counted format, from which read_corpus gives the same
/// counts back (for ldac and svmlight without the words that follow the last one used). Only vw holds the
/// words and the names (with _ for blanks and bars); svmlight and vw hold the labels that are numbers
/// (svmlight 0 for others). Throws InvalidOption for any other format, and for words that vw cannot hold.
std::string to_counted_format(const Corpus& corpus, Format format);

}  // namespace vilda::corpus
