#include "vilda/corpus/text_options.hpp"

#include <fmt/format.h>

#include "corpus/bytes/quote.hpp"
#include "corpus/text/stemmer.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

std::string_view name_of(Addresses addresses) {
  switch (addresses) {
    case Addresses::split:
      return "split";
    case Addresses::token:
      return "token";
    default:
      return "drop";
  }
}

Addresses addresses_named(std::string_view name) {
  for (const Addresses addresses : {Addresses::split, Addresses::token, Addresses::drop}) {
    if (name == name_of(addresses)) return addresses;
  }
  throw InvalidOption("--addresses: found " + quote(name) + "; expected split, token or drop");
}

void PhraseOptions::validate() const {
  if (!(threshold >= -1 && threshold <= 1))
    throw InvalidOption(
        fmt::format("--phrase-threshold: found {}; expected a number from -1 to 1", threshold));
  if (min_count < 1) throw InvalidOption("--phrase-min-count: found 0; expected at least 1");
}

void TextOptions::validate() const {
  phrases.validate();
  if (min_length < 1) throw InvalidOption("--min-length: found 0; expected at least 1");
  if (stop_words.empty())
    throw InvalidOption("--stop-words: found nothing; expected a language, none or a file");
  Stemmer{stem};
}

}  // namespace vilda::corpus
