#include "corpus/text/token_finder.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "corpus/text/address_finder.hpp"
#include "corpus/text/ascii_tokens.hpp"
#include "corpus/text/character_class.hpp"
#include "corpus/text/icu_status.hpp"

namespace vilda::corpus {
namespace {

/// So many simple bytes in a row are worth leaving ICU for.
constexpr std::size_t kWorthwhile = 64;

/// How much of `text` is ASCII, in steps of 32 bytes.
std::size_t ascii_prefix(std::string_view text) {
  std::array<std::uint64_t, 4> words;
  std::size_t size = 0;
  for (; text.size() - size >= sizeof words; size += sizeof words) {
    std::memcpy(words.data(), text.data() + size, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
  }
  return size;
}

/// The position of the first character that is complex, or that joins ideographs to a connector, which ICU's
/// rules do to some; or the size of the text.
std::size_t find_complex(std::string_view text) {
  const CharacterClasses& classes = CharacterClasses::get();
  auto before = CharacterClass::other;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t ascii = before == CharacterClass::ideograph ? 0 : ascii_prefix(text.substr(position));
    if (ascii > 0) {
      position += ascii;
      before = classes.at(text, position - 1).kind;
      continue;
    }
    const auto [kind, size] = classes.at(text, position);
    if (kind == CharacterClass::complex) return position;
    if (kind == CharacterClass::ideograph && before == CharacterClass::connector) return position;
    if (kind == CharacterClass::connector && before == CharacterClass::ideograph) return position;
    before = kind;
    position += size;
  }
  return text.size();
}

/// The last position up to `end` where a space, a punctuation mark or a symbol begins, 0 if there is none:
/// behind simple characters that is a boundary, whatever follows.
std::size_t last_boundary(std::string_view text, std::size_t end) {
  const CharacterClasses& classes = CharacterClasses::get();
  while (end > 0) {
    const bool begins_character = (static_cast<unsigned char>(text[end]) & 0xC0u) != 0x80u;
    if (begins_character && classes.at(text, end).kind == CharacterClass::other) return end;
    --end;
  }
  return 0;
}

/// How much of `text` is simple and does not touch what is not.
std::size_t simple_prefix(std::string_view text) {
  const std::size_t complex = find_complex(text);
  return complex == text.size() ? complex : last_boundary(text, complex);
}

/// The next space or ideographic full stop, which are boundaries whatever stands before them.
std::size_t next_boundary(std::string_view text, std::size_t begin) {
  const std::size_t space = text.find(' ', begin);
  return std::min(space, text.substr(0, space).find("\u3002", begin));
}

/// How much of `text`, which begins with a stretch that is not simple, comes before the next long simple one.
std::size_t complex_prefix(std::string_view text) {
  std::size_t begin = find_complex(text);
  while (begin < text.size()) {
    const std::size_t boundary = next_boundary(text, begin + 1);
    if (boundary == text.npos) return text.size();
    const std::size_t simple = find_complex(text.substr(boundary));
    if (simple >= kWorthwhile) return boundary;
    begin = boundary + simple;
  }
  return text.size();
}

/// Of the ideographs, a mark like 々 is a token only in a run.
bool is_token_alone(char16_t ideograph) {
  return u_hasBinaryProperty(ideograph, UCHAR_IDEOGRAPHIC) ||
         u_getIntPropertyValue(ideograph, UCHAR_SCRIPT) == USCRIPT_HIRAGANA ||
         u_getIntPropertyValue(ideograph, UCHAR_WORD_BREAK) == U_WB_KATAKANA;
}

/// The tokens of a text of simple characters.
class SimpleTokens {
 public:
  SimpleTokens(std::string_view text, HanKanaWords& dictionary, std::u16string& run, TokenBuffer& tokens)
      : text_(text), dictionary_(dictionary), run_(run), tokens_(tokens) {}

  void find() {
    for (std::size_t one_by_one_until = 0; position_ < text_.size();) {
      if (position_ >= one_by_one_until) {
        const auto [end, mixed_until] = find_ascii_tokens(text_.substr(position_), tokens_);
        one_by_one_until = position_ + mixed_until;
        position_ += end;
      }
      if (position_ < text_.size()) find_next();
    }
  }

 private:
  static bool is_inside(CharacterClass kind) {
    return kind >= CharacterClass::letter && kind <= CharacterClass::connector;
  }

  /// Hands out the token, if there is one, that begins here, or goes over the character.
  void find_next() {
    const auto [kind, size] = classes_.at(text_, position_);
    if (is_inside(kind)) {
      find_token(kind, size);
    } else if (kind == CharacterClass::ideograph) {
      find_words_of_run();
    } else {
      position_ += size;
    }
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
    if (!begins_with_connector || position_ > after_first)
      tokens_.add(text_.substr(begin, position_ - begin));
  }

  /// Hands out the words of the run of ideographs (three bytes each) that begins here.
  void find_words_of_run() {
    run_.clear();
    std::size_t end = position_;
    for (; end < text_.size() && classes_.at(text_, end).kind == CharacterClass::ideograph; end += 3) {
      const auto bits = [&](std::size_t at, unsigned mask) {
        return static_cast<unsigned char>(text_[end + at]) & mask;
      };
      run_ += static_cast<char16_t>(bits(0, 0x0F) << 12 | bits(1, 0x3F) << 6 | bits(2, 0x3F));
    }
    if (run_.size() == 1 && !is_token_alone(run_[0])) {
      position_ = end;
      return;
    }
    for (const std::uint32_t length : dictionary_.lengths(run_)) {
      tokens_.add(text_.substr(position_, 3 * length));
      position_ += 3 * length;
    }
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
  HanKanaWords& dictionary_;
  std::u16string& run_;
  TokenBuffer& tokens_;
  std::size_t position_ = 0;
};

}  // namespace

TokenFinder::TokenFinder(bool addresses_are_tokens) : addresses_are_tokens_(addresses_are_tokens) {
  UErrorCode status = U_ZERO_ERROR;
  boundaries_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  check_icu(status, "loading its word boundaries");
}

TokenFinder::~TokenFinder() {
  utext_close(&view_);
}

void TokenFinder::find(std::string_view text, const TokenSink& sink) {
  tokens_.set_sink(sink);
  std::size_t begin = 0;
  if (addresses_are_tokens_) {
    for (AddressFinder addresses(text); addresses.next(); begin = addresses.end()) {
      find_words(text.substr(begin, addresses.begin() - begin));
      tokens_.add(text.substr(addresses.begin(), addresses.end() - addresses.begin()));
    }
  }
  find_words(text.substr(begin));
  tokens_.flush();
}

void TokenFinder::find_by_icu(std::string_view text, const TokenSink& sink) {
  tokens_.set_sink(sink);
  find_by_icu(text);
  tokens_.flush();
}

void TokenFinder::find_words(std::string_view text) {
  while (!text.empty()) {
    const std::size_t simple = simple_prefix(text);
    SimpleTokens(text.substr(0, simple), dictionary_, run_, tokens_).find();
    text.remove_prefix(simple);
    if (text.empty()) return;
    const std::size_t complex = complex_prefix(text);
    find_by_icu(text.substr(0, complex));
    text.remove_prefix(complex);
  }
}

void TokenFinder::find_by_icu(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&view_, text.data(), static_cast<std::int64_t>(text.size()), &status);
  boundaries_->setText(&view_, status);
  check_icu(status, "finding words");
  for (std::int32_t begin = boundaries_->first(), end = boundaries_->next(); end != icu::BreakIterator::DONE;
       begin = end, end = boundaries_->next()) {
    if (boundaries_->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;  // spaces, punctuation, symbols
    tokens_.add(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  }
}

}  // namespace vilda::corpus
