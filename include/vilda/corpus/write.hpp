#pragma once

#include <string>

#include "vilda/corpus/corpus.hpp"
#include "vilda/corpus/format.hpp"

namespace vilda::corpus {

/// The content of a file with the corpus' counts in a counted format, from which read_corpus gives the same
/// counts back (for ldac and svmlight without the words that follow the last one used). The words, the names
/// and, but for svmlight, the labels are not in it; svmlight has the label, or 0 where it is no number.
/// Throws InvalidOption for any other format.
std::string to_counted_format(const Corpus& corpus, Format format);

}  // namespace vilda::corpus
