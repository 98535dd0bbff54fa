#include "corpus/line_reader.hpp"

#include <gtest/gtest.h>

#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;
using Lines = std::vector<std::string>;

Lines lines_of(const std::filesystem::path& file) {
  Lines lines;
  for (LineReader reader(file); reader.next();) {
    lines.emplace_back(reader.line());
    EXPECT_EQ(reader.number(), lines.size());
  }
  return lines;
}

TEST(LineReader, LinesEndWithOrWithoutCarriageReturnAndTheLastMayHaveNoEnd) {
  const WrittenFiles files;
  EXPECT_EQ(lines_of(files.write("c", "a\r\n\nb\rc\n\r\nd")), (Lines{"a", "", "b\rc", "", "d"}));
  EXPECT_EQ(lines_of(files.write("c", "a\n")), Lines{"a"});
  EXPECT_EQ(lines_of(files.write("c", "\n")), Lines{""});
  EXPECT_EQ(lines_of(files.write("c", "")), Lines{});
}

TEST(LineReader, AByteOrderMarkIsSkippedAtTheStartOnly) {
  const WrittenFiles files;
  EXPECT_EQ(lines_of(files.write("c",
                                 "\xEF\xBB\xBF"
                                 "a\n\xEF\xBB\xBF"
                                 "b\n")),
            (Lines{"a",
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
  Lines lines;
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

TEST(LineReader, TheHeadIsTheStartOfTheFile) {
  const WrittenFiles files;
  const std::string content(100'000, 'x');
  EXPECT_EQ(LineReader(files.write("c", content)).head(), content.substr(0, 65536));
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
