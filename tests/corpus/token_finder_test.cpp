// The tokens found without ICU are those that ICU finds.

#include "corpus/text/token_finder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/utf8.h>

#include <random>
#include <string>
#include <vector>

#include "corpus/text/character_class.hpp"

namespace vilda::corpus {
namespace {

std::string utf8(unsigned character) {
  char bytes[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, character);
  return {bytes, static_cast<std::size_t>(length)};
}

/// Compares both ways on texts; shows the text in hexadecimal where they differ.
class BothWays {
 public:
  void expect_same(const std::string& text) {
    expected_.clear();
    found_.clear();
    finder_.find_by_icu(
        text, [this](auto tokens) { expected_.insert(expected_.end(), tokens.begin(), tokens.end()); });
    finder_.find(text, [this](auto tokens) { found_.insert(found_.end(), tokens.begin(), tokens.end()); });
    if (expected_ != found_)
      ADD_FAILURE() << "in " << shown(text) << ": " << shown(found_) << "; expected " << shown(expected_);
  }

 private:
  static std::string shown(std::string_view text) {
    std::string all = "\"";
    for (const char byte : text) {
      const bool plain = byte >= ' ' && byte < 0x7F;
      all += plain ? std::string(1, byte) : fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
    }
    return all + "\"";
  }
  static std::string shown(const std::vector<std::string>& tokens) {
    std::string all;
    for (const std::string& token : tokens) all += shown(token) + " ";
    return all;
  }

  TokenFinder finder_;
  std::vector<std::string> expected_, found_;
};

TEST(TokenFinder, EveryAsciiStringOfThreeCharactersIsCutAsIcuCutsIt) {
  BothWays both;
  for (int code = 0; code < 128 * 128 * 128; ++code) {
    const std::string text = {static_cast<char>(code & 127), static_cast<char>(code >> 7 & 127),
                              static_cast<char>(code >> 14)};
    if (text.find('\0') == text.npos) both.expect_same(text);
  }
}

TEST(TokenFinder, EveryShortStringOfOneCharacterAClassIsCutAsIcuCutsIt) {
  const std::string alphabet = "a1_:;.'\" @";
  BothWays both;
  for (int code = 0; code < 1'000'000; ++code) {
    std::string text;
    for (int rest = code + 1'000'000; rest > 1; rest /= 10)
      text += alphabet[static_cast<std::size_t>(rest % 10)];
    if (code % 7 == 0 || code < 100'000) both.expect_same(text);
  }
}

TEST(TokenFinder, RandomAsciiIsCutAsIcuCutsIt) {
  BothWays both;
  std::mt19937 random(1);
  for (int repeat = 0; repeat < 20'000; ++repeat) {
    std::string text(random() % 200, ' ');
    for (char& c : text)
      c = random() % 4 == 0 ? static_cast<char>(1 + random() % 127) : "aZ19_.,' "[random() % 9];
    both.expect_same(text);
  }
}

TEST(TokenFinder, TokensAreCutAsIcuCutsThemWhereverBlocksOf64BytesEnd) {
  const std::vector<std::string> parts = {"a", "b", "1", "2", "_", ".",      "'",
                                          ",", ";", ":", " ", "@", "\u00E9", "\u2019"};
  std::mt19937 random(64);
  BothWays both;
  for (int repeat = 0; repeat < 20'000; ++repeat) {
    const std::size_t some = 1 + random() % parts.size();
    std::string text(random() % 70, random() % 2 == 0 ? ' ' : 'x');
    for (std::size_t length = random() % 150; text.size() < length;) text += parts[random() % some];
    both.expect_same(text);
  }
}

TEST(TokenFinder, WhatStandsBehindATextIsNoPartOfIt) {
  TokenFinder finder;
  const std::string letters(200, 'a'), spaces = std::string(200, ' ') + letters;
  for (std::size_t size = 1; size < 200; ++size) {
    std::vector<std::string_view> tokens;
    const TokenSink sink = [&](auto found) { tokens.insert(tokens.end(), found.begin(), found.end()); };
    finder.find(std::string_view(letters).substr(0, size), sink);
    EXPECT_THAT(tokens, testing::ElementsAre(letters.substr(0, size)));
    tokens.clear();
    finder.find(std::string_view(spaces).substr(200 - size, size), sink);
    EXPECT_THAT(tokens, testing::IsEmpty()) << size;
  }
}

TEST(TokenFinder, EveryCharacterIsCutFromItsNeighboursAsIcuCutsIt) {
  BothWays both;
  for (unsigned character = 1; character < 0x3100; ++character) {
    const std::string c = utf8(character);
    for (const char* left : {"", "a", "1", "_", ".", " ", "a.", "1,", "я"}) {
      for (const char* right : {"", "a", "1", "_", ".b", " b", "я"}) both.expect_same(left + c + right);
    }
    both.expect_same(c + c);
    both.expect_same("a" + c + "b" + c + "\u0301");
  }
}

TEST(TokenFinder, EveryOtherCharacterIsCutFromItsNeighboursAsIcuCutsIt) {
  BothWays both;
  for (unsigned character = 0x3100; character < 0x10000; ++character) {
    if (character >= 0xD800 && character < 0xE000) continue;
    const std::string c = utf8(character);
    for (const std::string& text :
         {c, "a" + c + "b", "1" + c + "_", "中" + c + "国", c + c + "。", "_" + c}) {
      both.expect_same(text);
    }
  }
}

TEST(TokenFinder, RunsOfHanAndKanaAreNotLeftToIcu) {
  EXPECT_TRUE(HanKanaWords::available());
  EXPECT_EQ(CharacterClasses::get().at("中", 0).kind, CharacterClass::ideograph);
}

TEST(TokenFinder, RandomRunsOfHanAndKanaAreCutAsIcuCutsThem) {
  const std::vector<std::string> words = {
      "中国",         "人民", "的", "了", "研究", "生命", "長江", "東京都", "です",     "している",
      "コンピュータ", "カタ", "ー", "々", "ゝ",   "〇",   "ｶﾞ",   "が",     "か\u3099", "龘",
      "㈱",           "𠀀",   "・", "，", "。",   "_",    "a",    "1"};
  BothWays both;
  std::mt19937 random(3);
  for (int repeat = 0; repeat < 60'000; ++repeat) {
    const unsigned usual = repeat % 2 == 0 ? 20 : static_cast<unsigned>(words.size());
    std::string text;
    for (unsigned left = random() % 40; left > 0; --left) {
      if (random() % 3 != 0) {
        text += words[random() % usual];
      } else {
        text += utf8(random() % 2 == 0 ? 0x3041 + random() % 0xBE : 0x4E00 + random() % 0x5200);
      }
    }
    both.expect_same(text);
  }
}

TEST(TokenFinder, RandomTextOfManyScriptsIsCutAsIcuCutsIt) {
  const std::vector<std::string> pieces = {
      "word",   "it's",     "3.14",     "é",        "straße", "Привет", "ΟΔΥΣΣΕΥΣ",
      "\u0301", "中国人民", "学生です", "カタカナ", "สวัสดี",   "हिन्दी",  "שלום",
      "ש\"ל",   "مرحبا",    "안녕",     "’",        "\u00AD", "\u200D", "👨‍👩‍👧",
      "🇩🇪🇫🇷",   "\u2028",   "\n",       "\u202F",   ".",      ",",      ":",
      "_",      "\u0903",   "«",        " — ",      "\u0E33", "\t",     "٣٫١٤",
      "\r\n"};
  BothWays both;
  std::mt19937 random(2);
  for (int repeat = 0; repeat < 20'000; ++repeat) {
    const unsigned spaces = 1 + random() % 4;  // one piece in so many is followed by a space
    const bool long_stretches = random() % 2 == 0;
    std::string text;
    for (unsigned left = random() % 30; left > 0; --left) {
      if (long_stretches && random() % 5 == 0)
        text += " a long stretch of ASCII, which is worth its own way of cutting it ";
      text += pieces[random() % pieces.size()];
      if (random() % spaces == 0) text += ' ';
    }
    both.expect_same(text);
  }
}

TEST(TokenFinder, LettersOfEveryScriptAreCutAsIcuCutsThem) {
  BothWays both;
  std::mt19937 random(4);
  for (int script = 0; script < u_getIntPropertyMaxValue(UCHAR_SCRIPT); ++script) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeSet letters;
    letters.applyIntPropertyValue(UCHAR_SCRIPT, script, status);
    const int size = letters.size();
    for (int repeat = 0; size > 0 && repeat < 100; ++repeat) {
      std::string text;
      for (unsigned left = random() % 60; left > 0; --left) {
        text += random() % 6 == 0 ? std::string(1, " .,'1a_-\"x"[random() % 10])
                                  : utf8(static_cast<unsigned>(letters.charAt(
                                        static_cast<int>(random() % static_cast<unsigned>(size)))));
      }
      both.expect_same(text);
    }
  }
}

/// What stands behind the text is not looked at, even if the text breaks off inside a character.
TEST(TokenFinder, ATextThatEndsInsideACharacterIsCutWhateverFollows) {
  TokenFinder finder;
  const auto tokens_of = [&](std::string_view text) {
    std::vector<std::string> tokens;
    finder.find(text, [&](auto found) { tokens.insert(tokens.end(), found.begin(), found.end()); });
    return tokens;
  };
  for (const std::string& character : {utf8(0xE9), utf8(0x2019), utf8(0x4E2D), utf8(0x1F600)}) {
    for (std::size_t size = 1; size < character.size(); ++size) {
      const std::string cut = "word" + character.substr(0, size);
      const std::vector<char> alone(cut.begin(),
                                    cut.end());  // nothing behind it that a sanitizer would allow
      const std::string followed = cut + character.substr(size) + "more";
      EXPECT_EQ(tokens_of(std::string_view(followed).substr(0, cut.size())),
                tokens_of({alone.data(), alone.size()}));
      EXPECT_EQ(tokens_of({alone.data(), alone.size()}), std::vector<std::string>{"word"});
    }
  }
}

TEST(TokenFinder, AnEmptyTextHasNoTokens) {
  BothWays().expect_same("");
  BothWays().expect_same(" ");
}

}  // namespace
}  // namespace vilda::corpus
