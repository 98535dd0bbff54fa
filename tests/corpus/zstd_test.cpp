#include <gtest/gtest.h>
#include <zstd.h>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::WrittenFiles;

/// One frame with a checksum.
std::string zstd(std::string_view content) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string compressed(ZSTD_compressBound(content.size()), '\0');
  compressed.resize(
      ZSTD_compress2(context.get(), compressed.data(), compressed.size(), content.data(), content.size()));
  return compressed;
}

std::string read_all(const std::filesystem::path& file) {
  std::string text;
  for (LineReader lines(file); lines.next();) text += std::string(lines.line()) + "\n";
  return text;
}

std::string random_lines(std::size_t size) {
  std::string text;
  for (unsigned state = 1; text.size() < size; state = state * 1664525u + 1013904223u) {
    text += std::to_string(state);
    text += state % 5 == 0 ? '\n' : ' ';
  }
  return text + "\n";
}

TEST(Zstd, IsKnownByItsBytesNotItsName) {
  const WrittenFiles files;
  EXPECT_EQ(read_all(files.write("c.txt", zstd("a\nb\n"))), "a\nb\n");
  EXPECT_EQ(read_all(files.write("c.zst", "a\nb\n")), "a\nb\n");
  EXPECT_EQ(read_all(files.write("c", "(\xB5")), "(\xB5\n");
}

TEST(Zstd, FramesAreJoined) {
  const WrittenFiles files;
  EXPECT_EQ(read_all(files.write("c", zstd("a\nb") + zstd("") + zstd("c\n"))), "a\nbc\n");
}

TEST(Zstd, LargeFilesAreReadWhole) {
  const WrittenFiles files;
  const std::string text = random_lines(5'000'000);
  EXPECT_EQ(read_all(files.write("c", zstd(text))), text);
  const std::string blanks = std::string(20'000'000, ' ') + "\n";
  EXPECT_EQ(read_all(files.write("c", zstd(blanks))), blanks);
}

TEST(Zstd, CutShortAnywhereIsAnErrorWithTheByte) {
  const WrittenFiles files;
  const std::string whole = zstd(random_lines(3000));
  for (std::size_t size = 4; size < whole.size(); size += 7) {
    const auto file = files.write("c", whole.substr(0, size));
    EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }),
              "c: byte " + std::to_string(size) + ": the zstd stream ends early; expected the rest of it");
  }
}

TEST(Zstd, DamageIsAnErrorWithTheByte) {
  const WrittenFiles files;
  std::string damaged = zstd(random_lines(3000));
  damaged.back() = static_cast<char>(damaged.back() ^ 1);  // in the checksum
  const auto file = files.write("c", damaged);
  EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }).substr(0, 8), "c: byte ");
  EXPECT_NE(files.message_of<BadInput>([&] { read_all(file); }).find(": damaged zstd data ("),
            std::string::npos);
}

TEST(Zstd, WhatFollowsAFrameMustBeAnother) {
  const WrittenFiles files;
  const auto file = files.write("c", zstd("a\n") + "plain text");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }).substr(0, 8), "c: byte ");
}

TEST(Zstd, WhatFollowsAFrameAndIsNoneIsToldWithItsByte) {
  const WrittenFiles files;
  const std::string frame = zstd("a\nb\n");
  const auto file = files.write("c", frame + "no frame begins here");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }),
            "c: byte " + std::to_string(frame.size()) + ": damaged zstd data (Unknown frame descriptor)");
}

}  // namespace
}  // namespace vilda::corpus
