#include "corpus/text/stop_words.hpp"

#include <algorithm>
#include <filesystem>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/bytes/quote.hpp"
#include "corpus/text/normal_form.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

namespace {

std::string known_choices() {
  std::string choices = "english, ";
  for (const auto& [language, words] : snowball_stop_words) choices += std::string(language) + ", ";
  return choices + "none or a file";
}

}  // namespace

StopWords::StopWords(const std::string& choice) {
  if (choice == "none") return;
  if (choice == "english") {
    add_all(english_stop_words);
    return;
  }
  if (const auto list = snowball_stop_words.find(choice); list != snowball_stop_words.end()) {
    add_all(list->second);
    return;
  }
  if (!std::filesystem::exists(choice)) {
    throw InvalidOption("--stop-words: found " + quote(choice) + "; expected " + known_choices());
  }
  for (LineReader lines(choice); lines.next_text();) add_all(lines.line());
}

void StopWords::add_all(std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find_first_of(" \t\n"), words.size());
    add(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

void StopWords::add(std::string_view word) {
  if (word.empty()) return;
  std::string normal;
  normal_form(word, normal);
  words_.insert(std::move(normal));
}

}  // namespace vilda::corpus
