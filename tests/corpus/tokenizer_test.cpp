#include "vilda/corpus/tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Words = std::vector<std::string>;

Words tokenize(std::string_view text, const TextOptions& options) {
  Words words;
  Tokenizer(options).tokenize(text, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

Words all_words(std::string_view text) {
  return tokenize(text, {.stop_words = "none", .min_length = 1});
}
Words default_words(std::string_view text) {
  return tokenize(text, {});
}

TEST(Tokenizer, WordsEndAtSpacesPunctuationAndHyphens) {
  EXPECT_EQ(all_words("Well-known facts, (twice) said: \"yes\"/no."),
            (Words{"well", "known", "facts", "twice", "said", "yes", "no"}));
}

TEST(Tokenizer, AContractionIsOneWordAndItsApostropheIsPlain) {
  EXPECT_EQ(all_words("Don't o’clock l'État"), (Words{"don't", "o'clock", "l'état"}));
  EXPECT_EQ(all_words("'quoted' nations'"), (Words{"quoted", "nations"}));
}

TEST(Tokenizer, AnEnglishPossessiveIsCutOff) {
  EXPECT_EQ(all_words("Darcy's DARCY’S James's its"), (Words{"darcy", "darcy", "james", "its"}));
}

TEST(Tokenizer, DotsBetweenLettersAndDigitsAndUnderscoresAreInsideAWord) {
  EXPECT_EQ(all_words("e.g. example.org x86_64 mp3 end.\tNext"),
            (Words{"e.g", "example.org", "x86_64", "mp3", "end", "next"}));
}

TEST(Tokenizer, NumbersAreDropped) {
  EXPECT_EQ(all_words("in 1984 3.14 10,000 2nd ½ ٣"), (Words{"in", "2nd"}));
}

TEST(Tokenizer, CaseIsFoldedFully) {
  EXPECT_EQ(all_words("ÉCOLE Straße STRASSE ΟΔΥΣΣΕΥΣ Οδυσσεύς Москва"),
            (Words{"école", "strasse", "strasse", "οδυσσευσ", "οδυσσεύσ", "москва"}));
  EXPECT_EQ(all_words("İZMİR DIŞ ı"), (Words{"i\u0307zmi\u0307r", "diş", "ı"}));
}

TEST(Tokenizer, CompatibilityCharactersAreWhatTheyStandFor) {
  EXPECT_EQ(all_words("ﬁlm ＷＯＲＤ Ⅻ ｶﾞｽ"), (Words{"film", "word", "xii", "ガス"}));
  EXPECT_EQ(all_words("co\u00ADoperate zero\u200Bwidth"), (Words{"cooperate", "zero", "width"}));
  EXPECT_EQ(all_words("\uFDFA"), Words{"صلىاللهعليهوسلم"});  // would hold spaces
}

TEST(Tokenizer, ACombiningAccentIsComposedWithItsLetter) {
  EXPECT_EQ(all_words("cafe\u0301 CAFÉ noir"), (Words{"café", "café", "noir"}));
}

TEST(Tokenizer, EmojiAndSymbolsAreNoWords) {
  EXPECT_EQ(all_words("nice 👍🏽 day 👨‍👩‍👧 € + ©"), (Words{"nice", "day"}));
}

TEST(Tokenizer, ADictionaryCutsChineseJapaneseAndThai) {
  EXPECT_EQ(all_words("中国人民。"), (Words{"中国", "人民"}));
  EXPECT_EQ(all_words("私は学生です"), (Words{"私", "は", "学生", "です"}));
  EXPECT_EQ(all_words("สวัสดีครับ"), (Words{"สวัสดี", "ครับ"}));
}

TEST(Tokenizer, OtherScriptsAreCutAtSpaces) {
  EXPECT_EQ(all_words("привет, мир! שלום עולם مرحبا 안녕 세계 नमस्ते"),
            (Words{"привет", "мир", "שלום", "עולם", "مرحبا", "안녕", "세계", "नमस्ते"}));
}

TEST(Tokenizer, ByDefaultAWordHasThreeLetters) {
  EXPECT_EQ(default_words("ox cow 19th mp3 ipv6 élu"), (Words{"cow", "ipv6", "élu"}));
  EXPECT_EQ(tokenize("ox cow bull", {.stop_words = "none", .min_length = 4}), Words{"bull"});
}

TEST(Tokenizer, AnIdeographCountsForTwoLetters) {
  EXPECT_EQ(default_words("中国的书"), Words{"中国"});
}

TEST(Tokenizer, ASyllableOfHangulOrKatakanaCountsForTwoLettersOneOfHiraganaForOne) {
  EXPECT_EQ(default_words("정부 안 バス です ピ"), (Words{"정부", "バス"}));
}

/// What a user of Chinese sees: words, not the characters that are left between them.
TEST(Tokenizer, ChineseWordsHaveMoreThanOneCharacter) {
  EXPECT_EQ(default_words("我们在北京大学学习中国历史，他的老师是一位有名的教授。春天来了，桃花开了。"),
            (Words{"我们", "北京", "大学", "学习", "中国", "历史", "他的", "老师", "一位", "有名", "教授",
                   "春天", "桃花"}));
}

TEST(Tokenizer, AVowelSignIsALetter) {
  EXPECT_EQ(default_words("हिंदी"), Words{"हिंदी"});
}

TEST(Tokenizer, EnglishStopWordsAreDroppedByDefault) {
  EXPECT_EQ(default_words("The people don’t, and shall not, WITHOUT Congress"),
            (Words{"people", "congress"}));
  EXPECT_EQ(tokenize("the people", {.stop_words = "none"}), (Words{"the", "people"}));
}

TEST(Tokenizer, StopWordsMayComeFromAFile) {
  const WrittenFiles files;
  const auto file = files.write("stop", "Où\r\n\nl’eau\nun \r\n\t une deux\n");
  EXPECT_EQ(tokenize("OÙ est L'EAU un the une deux", {.stop_words = file.string(), .min_length = 1}),
            (Words{"est", "the"}));
}

TEST(Tokenizer, UnknownStopWordsAreRefused) {
  const WrittenFiles files;
  EXPECT_EQ(
      files.message_of<InvalidOption>([] { Tokenizer({.stop_words = "klingon"}); }),
      "--stop-words: found \"klingon\"; expected english, danish, dutch, finnish, french, german, hungarian, "
      "italian, norwegian, portuguese, russian, spanish, swedish, none or a file");
  EXPECT_EQ(files.message_of<InvalidOption>([] { Tokenizer({.stop_words = ""}); }),
            "--stop-words: found nothing; expected a language, none or a file");
  const auto latin1 = files.write("latin1", "and\no\xF9\n");
  EXPECT_EQ(files.message_of<BadInput>([&] { Tokenizer({.stop_words = latin1.string()}); }),
            "latin1:2: found byte 0xF9, which is not UTF-8, at byte 2 of the line; expected UTF-8 text");
}

TEST(Tokenizer, StopWordsOfOtherLanguagesAreTheirs) {
  const std::vector<std::pair<std::string, std::string>> unspecific = {
      {"danish", "ikke hvor"},   {"dutch", "niet zijn"},      {"finnish", "mutta niin"},
      {"french", "nous avec"},   {"german", "nicht über"},    {"hungarian", "vagy és"},
      {"italian", "della sono"}, {"norwegian", "ikke eller"}, {"portuguese", "não você"},
      {"russian", "что всегда"}, {"spanish", "también está"}, {"swedish", "inte från"}};
  for (const auto& [language, words] : unspecific) {
    EXPECT_EQ(tokenize(words + " the", {.stop_words = language, .min_length = 1}), Words{"the"}) << language;
  }
}

TEST(Tokenizer, NumbersMayBeKept) {
  EXPECT_EQ(tokenize("in 1984 3.14 7 __ @ ٣", {.stop_words = "none", .keep_numbers = true}),
            (Words{"1984", "3.14", "7", "٣"}));
}

TEST(Tokenizer, StopWordsAndLengthsAreOfWordsNotStems) {
  EXPECT_EQ(tokenize("Having running skies use", {.stem = "english"}), (Words{"run", "sky"}));
  EXPECT_EQ(tokenize("Häuser häusern", {.stop_words = "german", .stem = "german"}), (Words{"haus", "haus"}));
}

TEST(Tokenizer, AnUnknownLanguageHasNoStems) {
  const std::string message =
      WrittenFiles().message_of<InvalidOption>([] { Tokenizer({.stem = "klingon"}); });
  EXPECT_EQ(message.substr(0, 46), "--stem: found \"klingon\"; expected one of none,");
}

TEST(Tokenizer, AMinimumOfNoLettersIsRefused) {
  EXPECT_EQ(WrittenFiles().message_of<InvalidOption>([] { Tokenizer({.min_length = 0}); }),
            "--min-length: found 0; expected at least 1");
}

TEST(Tokenizer, EveryTokenIsAccountedFor) {
  Tokenizer tokenizer{TextOptions{}};
  int kept = 0;
  for (int repeat = 0; repeat < 2; ++repeat) {
    tokenizer.tokenize("The 2 oxen go up, 1984!", [&](std::string_view) { ++kept; });
  }
  EXPECT_EQ(kept, 2);  // oxen
  EXPECT_EQ(tokenizer.counts().read, 12u);
  EXPECT_EQ(tokenizer.counts().without_letter, 4u);
  EXPECT_EQ(tokenizer.counts().too_short, 4u);
  EXPECT_EQ(tokenizer.counts().stop_words, 2u);
}

TEST(Tokenizer, EmptyAndBlankTextsHaveNoWords) {
  EXPECT_EQ(all_words(""), Words{});
  EXPECT_EQ(all_words(" \t — …"), Words{});
}

}  // namespace
}  // namespace vilda::corpus
