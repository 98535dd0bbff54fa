#include "corpus/text/normal_form.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>

#include "corpus/text/icu_status.hpp"

namespace vilda::corpus {
namespace {

constexpr std::string_view kTypographicApostrophe = "\u2019";
constexpr std::string_view kPossessive = "'s";

void fold_unicode(std::string_view word, std::string& folded) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc_casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  check_icu(status, "loading NFKC_Casefold");
  folded.clear();
  icu::StringByteSink<std::string> sink(&folded);
  nfkc_casefold->normalizeUTF8(0, {word.data(), static_cast<int32_t>(word.size())}, sink, nullptr, status);
  check_icu(status, "folding case");
  folded.erase(std::remove(folded.begin(), folded.end(), ' '),
               folded.end());  // NFKC makes one of a few ligatures
}

void fold(std::string_view word, std::string& folded) {
  folded.assign(word);
  for (char& c : folded) {
    if (static_cast<unsigned char>(c) >= 0x80) return fold_unicode(word, folded);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

void make_apostrophes_plain(std::string& word) {
  for (auto at = word.find(kTypographicApostrophe); at != word.npos;
       at = word.find(kTypographicApostrophe, at)) {
    word.replace(at, kTypographicApostrophe.size(), "'");
  }
}

}  // namespace

void normal_form(std::string_view word, std::string& normal) {
  fold(word, normal);
  make_apostrophes_plain(normal);
  if (normal.ends_with(kPossessive)) normal.resize(normal.size() - kPossessive.size());
}

}  // namespace vilda::corpus
