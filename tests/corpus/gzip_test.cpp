#include <gtest/gtest.h>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/written_files.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using testing::gzip;
using testing::WrittenFiles;

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

TEST(Gzip, IsKnownByItsBytesNotItsName) {
  const WrittenFiles files;
  EXPECT_EQ(read_all(files.write("c.txt", gzip("a\nb\n"))), "a\nb\n");
  EXPECT_EQ(read_all(files.write("c.gz", "a\nb\n")), "a\nb\n");
}

TEST(Gzip, MembersAreJoined) {
  const WrittenFiles files;
  EXPECT_EQ(read_all(files.write("c", gzip("a\nb") + gzip("") + gzip("c\n"))), "a\nbc\n");
}

TEST(Gzip, LargeFilesAreReadWhole) {
  const WrittenFiles files;
  const std::string text = random_lines(5'000'000);
  EXPECT_EQ(read_all(files.write("c", gzip(text))), text);
  const std::string blanks = std::string(20'000'000, ' ') + "\n";
  EXPECT_EQ(read_all(files.write("c", gzip(blanks))), blanks);
}

TEST(Gzip, CutShortAnywhereIsAnErrorWithTheByte) {
  const WrittenFiles files;
  const std::string whole = gzip(random_lines(3000));
  for (std::size_t size = 2; size < whole.size(); size += 7) {
    const auto file = files.write("c", whole.substr(0, size));
    EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }),
              "c: byte " + std::to_string(size) + ": the gzip stream ends early; expected the rest of it");
  }
}

TEST(Gzip, DamageIsAnErrorWithTheByte) {
  const WrittenFiles files;
  std::string damaged = gzip(random_lines(3000));
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  const auto file = files.write("c", damaged);
  EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }),
            "c: byte " + std::to_string(damaged.size() - 4) + ": damaged gzip data (incorrect data check)");
}

TEST(Gzip, WhatFollowsAMemberMustBeAnother) {
  const WrittenFiles files;
  const auto file = files.write("c", gzip("a\n") + "plain text");
  EXPECT_EQ(files.message_of<BadInput>([&] { read_all(file); }).substr(0, 8), "c: byte ");
}

}  // namespace
}  // namespace vilda::corpus
