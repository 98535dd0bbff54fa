#include "corpus/text/normal_form.hpp"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>

#include <random>

namespace vilda::corpus {
namespace {

std::string normal(std::string_view word) {
  std::string form;
  normal_form(word, form);
  return form;
}

std::string nfkc_casefold(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* const normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string form;
  normalizer
      ->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int>(word.size()))),
                  status)
      .toUTF8String(form);
  return form;
}

TEST(NormalForm, OfEveryAsciiStringOfTwoCharactersIsItsCasefold) {
  for (int code = 0; code < 128 * 128; ++code) {
    const std::string word = {static_cast<char>(code & 127), static_cast<char>(code >> 7)};
    if (word == "'s" || word == "'S") continue;  // the possessive
    EXPECT_EQ(normal(word), nfkc_casefold(word)) << code;
  }
}

TEST(NormalForm, OfRandomAsciiIsItsCasefold) {
  std::mt19937 random(1);
  for (int repeat = 0; repeat < 100'000; ++repeat) {
    std::string word(1 + random() % 24, ' ');
    for (char& c : word) c = static_cast<char>(random() % 128);
    word += 'x';  // no possessive
    EXPECT_EQ(normal(word), nfkc_casefold(word));
  }
}

TEST(NormalForm, IsItsOwnNormalForm) {
  for (const char* word : {"Straße", "ﬁlm", "Darcy’s", "ΟΔΥΣΣΕΥΣ", "e\u0301", "ｶﾞ", "İ", "㎏"})
    EXPECT_EQ(normal(normal(word)), normal(word));
}

}  // namespace
}  // namespace vilda::corpus
