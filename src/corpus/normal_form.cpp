#include "corpus/normal_form.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>

#include "corpus/icu_status.hpp"

namespace vilda::corpus {
namespace {

constexpr std::string_view kTypographicApostrophe = "\u2019";
constexpr std::string_view kPossessive = "'s";

void lower_case_unicode(std::string_view word, std::string& lower) {
  lower.clear();
  icu::StringByteSink<std::string> sink(&lower);
  UErrorCode status = U_ZERO_ERROR;
  const icu::StringPiece piece(word.data(), static_cast<int32_t>(word.size()));
  icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, status);
  check_icu(status, "lower-casing");
}

void lower_case(std::string_view word, std::string& lower) {
  lower.assign(word);
  for (char& c : lower) {
    if (static_cast<unsigned char>(c) >= 0x80) return lower_case_unicode(word, lower);
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
  lower_case(word, normal);
  make_apostrophes_plain(normal);
  if (normal.ends_with(kPossessive)) normal.resize(normal.size() - kPossessive.size());
}

}  // namespace vilda::corpus
