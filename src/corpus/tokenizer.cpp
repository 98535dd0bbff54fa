#include "vilda/corpus/tokenizer.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <string>

#include "corpus/icu_status.hpp"
#include "corpus/normal_form.hpp"
#include "corpus/stop_words.hpp"

namespace vilda::corpus {
namespace {

/// The number of letters: a character with the property Alphabetic is one, an ideograph two.
std::size_t count_letters(std::string_view word) {
  std::size_t letters = 0;
  const auto size = static_cast<std::int32_t>(word.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(word.data(), i, size, character);
    if (u_isUAlphabetic(character)) letters += u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC) ? 2 : 1;
  }
  return letters;
}

/// ICU's view of a UTF-8 string, opened anew for each text.
struct Utf8View {
  UText text = UTEXT_INITIALIZER;
  ~Utf8View() { utext_close(&text); }
};

}  // namespace

struct Tokenizer::State {
  explicit State(const TextOptions& options)
      : min_length(options.min_length), stop_words(options.stop_words) {
    UErrorCode status = U_ZERO_ERROR;
    boundaries.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    check_icu(status, "loading its word boundaries");
  }

  void set_text(std::string_view new_text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&view.text, new_text.data(), static_cast<std::int64_t>(new_text.size()), &status);
    boundaries->setText(&view.text, status);
    check_icu(status, "finding words");
  }

  /// Writes the token's normal form to `word`; says whether it is kept.
  bool keeps(std::string_view token) {
    ++counts.read;
    normal_form(token, word);
    const std::size_t letters = count_letters(word);
    if (letters == 0) return ++counts.without_letter, false;
    if (letters < min_length) return ++counts.too_short, false;
    if (stop_words.contains(word)) return ++counts.stop_words, false;
    return true;
  }

  std::size_t min_length;
  StopWords stop_words;
  TokenCounts counts;
  std::unique_ptr<icu::BreakIterator> boundaries;
  Utf8View view;
  std::string word;
};

Tokenizer::Tokenizer(const TextOptions& options) {
  options.validate();
  state_ = std::make_unique<State>(options);
}

Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

void Tokenizer::tokenize(std::string_view text, const std::function<void(std::string_view)>& word) {
  state_->set_text(text);
  icu::BreakIterator& boundaries = *state_->boundaries;
  for (std::int32_t begin = boundaries.first(), end = boundaries.next(); end != icu::BreakIterator::DONE;
       begin = end, end = boundaries.next()) {
    if (boundaries.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;  // spaces, punctuation, symbols
    const auto token = text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    if (state_->keeps(token)) word(state_->word);
  }
}

const TokenCounts& Tokenizer::counts() const {
  return state_->counts;
}

}  // namespace vilda::corpus
