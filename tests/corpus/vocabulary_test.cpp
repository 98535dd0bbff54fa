#include "vilda/corpus/vocabulary.hpp"

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

TEST(Vocabulary, AWordsIdIsItsPosition) {
  const Vocabulary vocabulary({"rain", "snow", "fog"});
  ASSERT_EQ(vocabulary.size(), 3u);
  for (std::uint32_t id = 0; id < 3; ++id) EXPECT_EQ(vocabulary.id(vocabulary.word(id)), id);
  EXPECT_EQ(vocabulary.id("hail"), std::nullopt);
  EXPECT_THROW(vocabulary.word(3), std::out_of_range);
}

TEST(Vocabulary, CopiesAndMovesFindTheirOwnWords) {
  Vocabulary copy;
  {
    Vocabulary original({"a", "a word too long for the string itself to hold"});
    copy = original;
    const Vocabulary moved = std::move(original);
    EXPECT_EQ(moved.id("a"), 0u);
  }
  EXPECT_EQ(copy.id("a"), 0u);
  EXPECT_EQ(copy.id("a word too long for the string itself to hold"), 1u);
}

TEST(Vocabulary, AWordTwiceIsRefused) {
  EXPECT_EQ(WrittenFiles().message_of<BadInput>([] {
    Vocabulary({"a", "b", "a"});
  }),
            "the words 0 and 2 (from 0) are both \"a\"; expected each word once");
}

TEST(Vocabulary, IsReadOneWordALine) {
  const WrittenFiles files;
  const std::string words = "\xEF\xBB\xBFrain\r\nnew york\r\nétat";
  EXPECT_EQ(Vocabulary::read(files.write("v", words)).words(),
            (std::vector<std::string>{"rain", "new york", "état"}));
  EXPECT_EQ(Vocabulary::read(files.write("v", testing::gzip(words))).size(), 3u);
}

TEST(Vocabulary, MalformedFilesAreRefusedWithTheLine) {
  const WrittenFiles files;
  const auto error = [&](std::string_view content) {
    const auto file = files.write("v", content);
    return files.message_of<BadInput>([&] { Vocabulary::read(file); });
  };
  EXPECT_EQ(error(""), "v: is empty; expected a word a line");
  EXPECT_EQ(error("a\n\nb\n"), "v:2: found an empty line; expected a word");
  EXPECT_EQ(error("a\nb\na\n"), "v:3: found \"a\", which is also on line 1; expected each word once");
  EXPECT_EQ(error("a\n\xFF\n"),
            "v:2: found byte 0xFF, which is not UTF-8, at byte 1 of the line; expected UTF-8 text");
}

}  // namespace
}  // namespace vilda::corpus
