#include "vilda/io/scratch_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <stdexcept>

#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"

namespace vilda::io {
namespace {

/// 300,000 bytes of which no two neighbourhoods are the same.
std::string many_bytes() {
  std::string bytes;
  for (int i = 0; bytes.size() < 300'000; ++i) bytes += std::to_string(i) + ' ';
  return bytes;
}

class Scratch : public testing::Test {
 protected:
  TemporaryFolder folder;
  ScratchFile file{folder.path() / "out"};
};

TEST_F(Scratch, HasNoName) {
  file.append("words");
  EXPECT_EQ(file.size(), 5u);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(Scratch, GivesBackWhatWasAppendedWhereItWasAppended) {
  const std::string bytes = many_bytes();
  file.append("begin ");
  file.append(bytes);
  std::string found(1000, ' ');
  file.read_at(6 + 123'456, found.data(), found.size());
  EXPECT_EQ(found, bytes.substr(123'456, 1000));
  EXPECT_THROW(file.read_at(file.size() - 10, found.data(), 11), Failure);
}

TEST_F(Scratch, ARangeIsReadInPiecesOfAnySize) {
  const std::string bytes = many_bytes();
  file.append(bytes);
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{999}, std::size_t{65'536}, std::size_t{70'001}}) {
    const std::size_t begin = 1234, size = piece * (200'000 / piece);
    ScratchReader reader(file, begin, begin + size);
    std::string found(size, ' ');
    for (std::size_t at = 0; at < size; at += piece) {
      ASSERT_FALSE(reader.at_end());
      reader.read(found.data() + at, piece);
    }
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(found, bytes.substr(begin, size)) << piece;
    EXPECT_THROW(reader.read(found.data(), 1), std::logic_error);
  }
}

/// The largest file that this process may write, until the end of a test.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST_F(Scratch, NoMoreRoomIsALimitOfTheMachineAndNoFailure) {
  const FileSizeLimit limit(1000);
  EXPECT_THROW(file.append(std::string(1001, 'x')), ResourceLimit);
}

TEST(ScratchWithoutAFolder, IsAFailure) {
  const TemporaryFolder folder;
  ScratchFile file(folder.path() / "absent" / "out");
  EXPECT_THROW(file.append("x"), Failure);
}

}  // namespace
}  // namespace vilda::io
