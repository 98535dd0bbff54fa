#include "corpus/text/stemmer.hpp"

#include <libstemmer.h>

#include <new>

#include "corpus/bytes/quote.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

std::string known_languages() {
  std::string languages = "none";
  for (const char** language = sb_stemmer_list(); *language != nullptr; ++language)
    languages += std::string(", ") + *language;
  return languages;
}

}  // namespace

Stemmer::Stemmer(const std::string& language) : stemmer_(nullptr, sb_stemmer_delete) {
  if (language == "none") return;
  stemmer_.reset(sb_stemmer_new(language.c_str(), "UTF_8"));
  if (stemmer_ == nullptr)
    throw InvalidOption("--stem: found " + quote(language) + "; expected one of " + known_languages());
}

void Stemmer::stem(std::string& word) {
  if (stemmer_ == nullptr) return;
  const auto* const bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* const stem = sb_stemmer_stem(stemmer_.get(), bytes, static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  word.assign(reinterpret_cast<const char*>(stem),
              static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
}

}  // namespace vilda::corpus
