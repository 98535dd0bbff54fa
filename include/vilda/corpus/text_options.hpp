#pragma once

#include <cstddef>
#include <string>

namespace vilda::corpus {

/// Which words of a text are kept. Words are what lies between ICU's word boundaries (UAX #29, root locale),
/// lower-cased; those without a letter are dropped.
struct TextOptions {
  std::string stop_words = "english";  ///< `--stop-words`: "english", "none" or a file of one word a line
  std::size_t min_length = 3;          ///< `--min-length`: letters a word must have, >= 1

  void validate() const;  ///< throws InvalidOption
};

}  // namespace vilda::corpus
