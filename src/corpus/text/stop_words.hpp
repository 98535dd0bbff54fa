#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

namespace vilda::corpus {

/// Words that say nothing about a text's subject, in normal form.
class StopWords {
 public:
  /// `choice`: a language, "none", or a file of words with blanks or line ends between them. Throws
  /// InvalidOption if it is none of these, BadInput for a file that is not text.
  explicit StopWords(const std::string& choice);

  bool contains(std::string_view word) const { return words_.find(word) != words_.end(); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void add(std::string_view word);
  void add_all(std::string_view words);

  std::unordered_set<std::string, Hash, std::equal_to<>> words_;
};

/// The English stop words, separated by spaces and line ends; stop_words_english.cpp says where they are
/// from.
extern const std::string_view english_stop_words;

/// The lists of other languages, likewise; stop_words_snowball.cpp says where they are from.
extern const std::map<std::string_view, std::string_view> snowball_stop_words;

}  // namespace vilda::corpus
