#pragma once

#include <memory>
#include <string>

struct sb_stemmer;

namespace vilda::corpus {

/// Cuts words to their stems by one of Snowball's algorithms. For one thread.
class Stemmer {
 public:
  /// `language`: "none", which leaves words as they are, or one that libstemmer knows ("english", "de", ...).
  /// Throws InvalidOption for any other.
  explicit Stemmer(const std::string& language);

  /// Puts the stem of `word`, in lower case, in its place.
  void stem(std::string& word);

 private:
  std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> stemmer_;  // none for "none"
};

}  // namespace vilda::corpus
