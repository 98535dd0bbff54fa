#include "corpus/bytes/line_reader.hpp"

#include <gtest/gtest.h>

#include <random>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using LineList = std::vector<std::string>;

LineList lines_of(const std::filesystem::path& file) {
  LineList lines;
  for (LineReader reader(file); reader.next();) {
    lines.emplace_back(reader.line());
    EXPECT_EQ(reader.number(), lines.size());
  }
  return lines;
}

TEST(LineReader, LinesEndWithOrWithoutCarriageReturnAndTheLastMayHaveNoEnd) {
  const WrittenFiles files;
  EXPECT_EQ(lines_of(files.write("c", "a\r\n\nb\rc\n\r\nd")), (LineList{"a", "", "b\rc", "", "d"}));
  EXPECT_EQ(lines_of(files.write("c", "a\n")), LineList{"a"});
  EXPECT_EQ(lines_of(files.write("c", "\n")), LineList{""});
  EXPECT_EQ(lines_of(files.write("c", "")), LineList{});
}

TEST(LineReader, AByteOrderMarkIsSkippedAtTheStartOnly) {
  const WrittenFiles files;
  EXPECT_EQ(lines_of(files.write("c",
                                 "\xEF\xBB\xBF"
                                 "a\n\xEF\xBB\xBF"
                                 "b\n")),
            (LineList{"a",
                      "\xEF\xBB\xBF"
                      "b"}));
  EXPECT_EQ(LineReader(files.write("c",
                                   "\xEF\xBB\xBF"
                                   "a\n"))
                .head(),
            "a\n");
}

TEST(LineReader, LinesMayLieAcrossBlocks) {
  const WrittenFiles files;
  LineList lines;
  std::string content;
  for (std::size_t size : {std::size_t{1} << 20, (std::size_t{1} << 20) - 1, std::size_t{3} << 20,
                           std::size_t{0}, std::size_t{5}}) {
    for (char letter : {'a', 'b'}) {
      lines.emplace_back(size, letter);
      content += lines.back() + "\n";
    }
  }
  EXPECT_EQ(lines_of(files.write("c", content)), lines);
}

/// The lines of a file block by block, the first `alone` of them one by one.
LineList lines_by_blocks(const std::filesystem::path& file, std::size_t alone) {
  LineList lines;
  LineReader reader(file);
  while (lines.size() < alone && reader.next()) lines.emplace_back(reader.line());
  for (LineBlock block; reader.next_block(block);) {
    for (LinesOfBlock in_block("c", block); in_block.next();) {
      lines.emplace_back(in_block.line());
      EXPECT_EQ(in_block.number(), lines.size());
    }
  }
  return lines;
}

TEST(LineReader, BlocksHoldTheSameLinesByTheSameNumbers) {
  const WrittenFiles files;
  for (const std::string content : {"", "\n", "a", "a\r\n\nb\rc\n\r\nd",
                                    "\xEF\xBB\xBF"
                                    "a\nb"}) {
    const auto file = files.write("c", content);
    EXPECT_EQ(lines_by_blocks(file, 0), lines_of(file)) << content;
  }
  std::mt19937 random(1);
  std::string content;
  for (int line = 0; line < 20'000; ++line)
    content += std::string(random() % (line % 5'000 == 0 ? 3'000'000 : 100), 'a') +
               (random() % 9 == 0 ? "\r\n" : "\n");
  const auto file = files.write("c", content + "end");
  for (const std::size_t alone : {0, 1, 10'000})
    EXPECT_EQ(lines_by_blocks(file, alone), lines_of(file)) << alone;
}

TEST(LineReader, TheHeadIsTheStartOfTheFile) {
  const WrittenFiles files;
  const std::string content(100'000, 'x');
  EXPECT_EQ(LineReader(files.write("c", content)).head(), content.substr(0, 65536));
}

TEST(LineReader, ALineAboveTheLimitIsRefusedWhereverTheReaderMeetsItsEnd) {
  const WrittenFiles files;
  const std::size_t megabyte = std::size_t{1} << 20;
  for (const std::size_t limit : {megabyte / 4, 3 * megabyte}) {  // in the first block, and behind it
    const std::string longest(limit, 'a');
    const auto error = [&](const std::string& content) {
      LineReader lines(files.write("c", content));
      lines.set_limit({limit, "in a test"});
      return files.message_of<ResourceLimit>([&] {
        while (lines.next()) EXPECT_LE(lines.line().size(), limit);
      });
    };
    EXPECT_EQ(error(longest + "\n" + longest + "\n\n" + longest), "nothing was thrown");
    for (const char* end : {"", "\n", "\nb\n"}) {
      EXPECT_EQ(error(longest + "\n" + longest + "a" + end), "c:2: found a line of more than " +
                                                                 std::to_string(limit / megabyte) +
                                                                 " MiB, in a test; expected shorter ones");
    }
  }
}

TEST(LineReader, FilesThatCannotBeReadSaySo) {
  const WrittenFiles files;
  const auto error = [&](const std::filesystem::path& file) {
    return files.message_of<BadInput>([&] { LineReader reader(file); });
  };
  EXPECT_EQ(error(files.folder() / "missing"),
            "missing: cannot be opened: No such file or directory; expected a file");
  std::filesystem::create_directory(files.folder() / "folder");
  EXPECT_EQ(error(files.folder() / "folder"), "folder: cannot be read: Is a directory; expected a file");
}

}  // namespace
}  // namespace vilda::corpus
