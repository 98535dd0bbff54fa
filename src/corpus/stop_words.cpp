#include "corpus/stop_words.hpp"

#include <algorithm>
#include <filesystem>

#include "corpus/line_reader.hpp"
#include "corpus/normal_form.hpp"
#include "corpus/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {

StopWords::StopWords(const std::string& choice) {
  if (choice == "none") return;
  if (choice == "english") {
    for (std::string_view rest = english_stop_words; !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
      add(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return;
  }
  if (!std::filesystem::exists(choice)) {
    throw InvalidOption("--stop-words: found " + quote(choice) + "; expected english, none or a file");
  }
  for (LineReader lines(choice); lines.next_text();) add(lines.line());
}

void StopWords::add(std::string_view word) {
  if (word.empty()) return;
  std::string normal;
  normal_form(word, normal);
  words_.insert(std::move(normal));
}

}  // namespace vilda::corpus
