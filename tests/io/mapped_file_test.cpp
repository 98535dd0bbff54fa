// Files that are used where they lie, and what others do to them meanwhile.

#include "vilda/io/mapped_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fstream>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"

namespace vilda::io {
namespace {

namespace fs = std::filesystem;

class Mapped : public testing::Test {
 protected:
  static constexpr std::size_t kPage = 65536;  // a page or several

  fs::path write(const std::string& name, std::size_t size) const {
    std::ofstream(folder.path() / name, std::ios::binary) << std::string(size, 'x');
    return folder.path() / name;
  }
  static std::string complaint_about(const MappedFile& file) {
    try {
      file.require_unchanged();
    } catch (const BadInput& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  /// When the file was last written to.
  static void set_time(const fs::path& path, timespec time) {
    const timespec times[2]{{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, time};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  }

  TemporaryFolder folder;
};

TEST_F(Mapped, AFileThatStaysAsItIsIsUnchanged) {
  const MappedFile file(write("a", 3 * kPage));
  EXPECT_EQ(file.data()[3 * kPage - 1], std::byte{'x'});
  file.require_readable();
  file.release();
  EXPECT_EQ(complaint_about(file), "nothing was thrown");
  fs::remove(folder.path() / "a");  // its bytes last as long as it is open
  EXPECT_EQ(complaint_about(file), "nothing was thrown");
}

TEST_F(Mapped, WhatIsReadIsWhatIsMapped) {
  const fs::path path = write("a", 3 * kPage);
  std::ofstream(path, std::ios::in | std::ios::binary).seekp(kPage + 5) << "here";
  const MappedFile file(path);
  std::string bytes(6, ' ');
  file.read(kPage + 4, bytes.data(), bytes.size());
  EXPECT_EQ(bytes, "xherex");
  file.read(3 * kPage - 6, bytes.data(), bytes.size());
  EXPECT_EQ(bytes, "xxxxxx");
  file.read(3 * kPage, bytes.data(), 0);
  EXPECT_THROW(file.read(3 * kPage - 5, bytes.data(), bytes.size()), BadInput);
}

TEST_F(Mapped, WhatIsCutOffReadsAsZerosAndIsToldAtTheNextQuestion) {
  const fs::path path = write("a", 3 * kPage);
  const MappedFile file(path), other(write("b", kPage));
  fs::resize_file(path, kPage);
  EXPECT_EQ(file.data()[kPage - 1], std::byte{'x'});
  file.require_readable();  // nothing was looked at that is lost
  EXPECT_EQ(file.data()[2 * kPage], std::byte{0});
  EXPECT_EQ(file.data()[kPage], std::byte{0});
  EXPECT_EQ(file.data()[0], std::byte{'x'});
  EXPECT_THROW(file.require_readable(), BadInput);
  EXPECT_EQ(complaint_about(file), path.string() +
                                       ": changed while it was read, from 196608 to 65536 bytes; "
                                       "expected a file that stays as it is");
  EXPECT_EQ(complaint_about(other), "nothing was thrown");
}

TEST_F(Mapped, AnyThreadMayMeetALostPage) {
  const fs::path path = write("a", 64 * kPage);
  const MappedFile file(path);
  fs::resize_file(path, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t page = t; page < 64; page += 8) EXPECT_EQ(file.data()[page * kPage], std::byte{0});
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THROW(file.require_readable(), BadInput);
}

TEST_F(Mapped, AFileOfTheSameSizeThatWasWrittenToHasChanged) {
  const fs::path path = write("a", kPage);
  const MappedFile file(path);
  write("a", kPage);
  set_time(path, {.tv_sec = 4'000'000'000, .tv_nsec = 0});
  EXPECT_THAT(complaint_about(file), testing::HasSubstr("changed while it was read"));
}

TEST_F(Mapped, AFileWrittenToWithinTheSameSecondHasChanged) {
  const fs::path path = write("a", kPage);
  set_time(path, {.tv_sec = 1'000'000'000, .tv_nsec = 100});
  const MappedFile file(path);
  set_time(path, {.tv_sec = 1'000'000'000, .tv_nsec = 200});
  EXPECT_THAT(complaint_about(file), testing::HasSubstr("changed while it was read"));
}

TEST_F(Mapped, ALostPageIsToldAlsoWhereTheFileLooksUnchanged) {
  const fs::path path = write("a", 2 * kPage);
  constexpr timespec kTime{.tv_sec = 1'000'000'000, .tv_nsec = 100};
  set_time(path, kTime);
  const MappedFile file(path);
  fs::resize_file(path, kPage);
  EXPECT_EQ(file.data()[kPage], std::byte{0});
  fs::resize_file(path, 2 * kPage);
  set_time(path, kTime);
  EXPECT_EQ(complaint_about(file), path.string() + ": cannot be read to its end; expected a file");
}

TEST_F(Mapped, AfterManyFilesTheNextOneIsWatchedToo) {
  for (int round = 0; round < 100; ++round) {
    const MappedFile file(write("a", kPage));
    MappedFile moved(write("b", 2 * kPage));
    moved = MappedFile(write("c", 2 * kPage));
    fs::resize_file(folder.path() / "c", 0);
    EXPECT_EQ(moved.data()[kPage], std::byte{0});
    EXPECT_THROW(moved.require_readable(), BadInput);
    file.require_readable();
  }
}

TEST_F(Mapped, ElsewhereALostPageKillsAsItDoesWithoutUs) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer takes the signal and exits";
#endif
  const MappedFile file(write("a", kPage));
  const fs::path path = write("b", kPage);
  EXPECT_EXIT(
      {
        const int descriptor = ::open(path.c_str(), O_RDWR);
        const auto* data =
            static_cast<const volatile char*>(::mmap(nullptr, kPage, PROT_READ, MAP_SHARED, descriptor, 0));
        ::ftruncate(descriptor, 0) == 0 ? ::_exit(data[0]) : ::_exit(1);
      },
      testing::KilledBySignal(SIGBUS), "");
}

}  // namespace
}  // namespace vilda::io
