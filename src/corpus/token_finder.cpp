#include "corpus/token_finder.hpp"

#include <unicode/locid.h>

#include <cstring>

#include "corpus/character_class.hpp"
#include "corpus/icu_status.hpp"

namespace vilda::corpus {
namespace {

/// So many simple bytes in a row are worth leaving ICU for.
constexpr std::size_t kWorthwhile = 64;

bool eight_ascii_bytes(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return (word & 0x8080808080808080u) == 0;
}

/// The position of the first complex character, or the size of the text.
std::size_t find_complex(std::string_view text) {
  const CharacterClasses& classes = CharacterClasses::get();
  for (std::size_t position = 0; position < text.size();) {
    if (text.size() - position >= 8 && eight_ascii_bytes(text.data() + position)) {
      position += 8;
      continue;
    }
    const auto [kind, size] = classes.at(text, position);
    if (kind == CharacterClass::complex) return position;
    position += size;
  }
  return text.size();
}

/// How much of `text` is simple and does not touch what is not: a space, which stays behind, is a boundary
/// whatever follows.
std::size_t simple_prefix(std::string_view text) {
  const std::size_t complex = find_complex(text);
  if (complex == text.size()) return complex;
  const std::size_t space = text.rfind(' ', complex);
  return space == text.npos ? 0 : space;
}

/// How much of `text`, which begins with a stretch that is not simple, comes before the next long simple one.
std::size_t complex_prefix(std::string_view text) {
  std::size_t begin = find_complex(text);
  while (begin < text.size()) {
    const std::size_t space = text.find(' ', begin + 1);
    if (space == text.npos) return text.size();
    const std::size_t simple = find_complex(text.substr(space));
    if (simple >= kWorthwhile) return space;
    begin = space + simple;
  }
  return text.size();
}

/// The tokens of a text of simple characters.
class SimpleTokens {
 public:
  SimpleTokens(std::string_view text, const TokenSink& sink) : text_(text), sink_(sink) {}

  void find() {
    while (position_ < text_.size()) {
      const auto [kind, size] = classes_.at(text_, position_);
      if (is_inside(kind)) {
        find_token(kind, size);
      } else {
        position_ += size;
      }
    }
  }

 private:
  static bool is_inside(CharacterClass kind) {
    return kind >= CharacterClass::letter && kind <= CharacterClass::connector;
  }

  /// Hands out the token that begins with a character of this class; a connector alone is no token.
  void find_token(CharacterClass kind, std::size_t size) {
    const std::size_t begin = position_;
    const bool begins_with_connector = kind == CharacterClass::connector;
    position_ += size;
    std::size_t after_first = position_;
    while (position_ < text_.size()) {
      const auto next = classes_.at(text_, position_);
      if (is_inside(next.kind)) {
        kind = next.kind;
        position_ += next.size;
      } else if (!joins(kind, next)) {
        break;
      }
    }
    if (!begins_with_connector || position_ > after_first) sink_(text_.substr(begin, position_ - begin));
  }

  /// Goes over a character that stands between two letters (or two digits), and over the second of them.
  bool joins(CharacterClass before, ClassifiedCharacter between) {
    const bool may_join =
        between.kind == CharacterClass::between_either ||
        (between.kind == CharacterClass::between_letters && before == CharacterClass::letter) ||
        (between.kind == CharacterClass::between_digits && before == CharacterClass::digit);
    const std::size_t after_it = position_ + between.size;
    if (!may_join || before == CharacterClass::connector || after_it >= text_.size()) return false;
    const auto after = classes_.at(text_, after_it);
    if (after.kind != before) return false;
    position_ = after_it + after.size;
    return true;
  }

  const CharacterClasses& classes_ = CharacterClasses::get();
  std::string_view text_;
  const TokenSink& sink_;
  std::size_t position_ = 0;
};

}  // namespace

TokenFinder::TokenFinder() {
  UErrorCode status = U_ZERO_ERROR;
  boundaries_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  check_icu(status, "loading its word boundaries");
}

TokenFinder::~TokenFinder() {
  utext_close(&view_);
}

void TokenFinder::find(std::string_view text, const TokenSink& sink) {
  while (!text.empty()) {
    const std::size_t simple = simple_prefix(text);
    SimpleTokens(text.substr(0, simple), sink).find();
    text.remove_prefix(simple);
    if (text.empty()) return;
    const std::size_t complex = complex_prefix(text);
    find_by_icu(text.substr(0, complex), sink);
    text.remove_prefix(complex);
  }
}

void TokenFinder::find_by_icu(std::string_view text, const TokenSink& sink) {
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&view_, text.data(), static_cast<std::int64_t>(text.size()), &status);
  boundaries_->setText(&view_, status);
  check_icu(status, "finding words");
  for (std::int32_t begin = boundaries_->first(), end = boundaries_->next(); end != icu::BreakIterator::DONE;
       begin = end, end = boundaries_->next()) {
    if (boundaries_->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;  // spaces, punctuation, symbols
    sink(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  }
}

}  // namespace vilda::corpus
