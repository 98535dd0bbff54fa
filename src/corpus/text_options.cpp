#include "vilda/corpus/text_options.hpp"

#include "corpus/stemmer.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

void TextOptions::validate() const {
  if (min_length < 1) throw InvalidOption("--min-length: found 0; expected at least 1");
  if (stop_words.empty())
    throw InvalidOption("--stop-words: found nothing; expected a language, none or a file");
  Stemmer{stem};
}

}  // namespace vilda::corpus
