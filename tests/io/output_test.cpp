#include "vilda/io/output.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "vilda/error.hpp"
#include "vilda/io/input.hpp"

namespace vilda::io {
namespace {

namespace fs = std::filesystem;

class Output : public testing::Test {
 protected:
  std::size_t num_entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
  }

  TemporaryFolder folder;
  fs::path path = folder.path() / "out";
};

TEST_F(Output, WritesAFileAndNothingElse) {
  write_file(path, std::string("a\0b", 3), false);
  EXPECT_EQ(read_file(path), std::string("a\0b", 3));
  EXPECT_EQ(num_entries(), 1U);
}

TEST_F(Output, ReplacesAFileOnlyByForce) {
  write_file(path, "old", false);
  EXPECT_THROW(write_file(path, "new", false), InvalidOption);
  EXPECT_EQ(read_file(path), "old");
  write_file(path, "new", true);
  EXPECT_EQ(read_file(path), "new");
  EXPECT_EQ(num_entries(), 1U);
}

TEST_F(Output, WhatAppearedMeanwhileIsReplacedOnlyByForce) {
  OutputFile file(path, false);
  OutputFile forced(folder.path() / "forced", true);
  for (const char* name : {"out", "forced"}) std::ofstream(folder.path() / name) << "from elsewhere";
  EXPECT_THROW(file.commit(), InvalidOption);
  EXPECT_EQ(read_file(path), "from elsewhere");
  forced.commit();
  EXPECT_EQ(read_file(folder.path() / "forced"), "");
}

TEST_F(Output, SaysWhenTheFolderIsMissing) {
  EXPECT_THROW(write_file(folder.path() / "no" / "file", "x", false), Failure);
  EXPECT_THROW(require_free(folder.path() / "no" / "file", true), Failure);
}

TEST_F(Output, AFolderAppearsOnlyOnCommit) {
  {
    OutputFolder output(path, false);
    output.write("a", "1");
    output.write(fs::path("sub") / "b", "2");
    EXPECT_FALSE(fs::exists(path));
    output.commit();
  }
  EXPECT_EQ(read_file(path / "a"), "1");
  EXPECT_EQ(read_file(path / "sub" / "b"), "2");
  EXPECT_EQ(num_entries(), 1U);
}

TEST_F(Output, AFolderThatIsNotCommittedLeavesNothing) {
  { OutputFolder(path, false).write("a", "1"); }
  EXPECT_EQ(num_entries(), 0U);
}

TEST_F(Output, ReplacingAFolderLeavesNoneOfItsOldFiles) {
  fs::create_directory(path);
  std::ofstream(path / "old") << "x";
  EXPECT_THROW(OutputFolder(path, false), InvalidOption);
  OutputFolder output(path, true);
  output.write("new", "y");
  EXPECT_TRUE(fs::exists(path / "old"));
  output.commit();
  EXPECT_FALSE(fs::exists(path / "old"));
  EXPECT_TRUE(fs::exists(path / "new"));
}

TEST_F(Output, APipeIsNotReplacedNorALinkToOne) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_THROW(write_file(path, "x", true), InvalidOption);
  EXPECT_THROW(OutputFolder(path, true), InvalidOption);
  EXPECT_TRUE(fs::is_fifo(path));
  const fs::path link = folder.path() / "link";
  fs::create_symlink(path, link);
  EXPECT_THROW(write_file(link, "x", true), InvalidOption);
  EXPECT_TRUE(fs::is_symlink(link));
}

TEST_F(Output, AFileIsNotReplacedByAFolderNorAFolderByAFile) {
  fs::create_directory(path);
  EXPECT_THROW(write_file(path, "x", true), InvalidOption);
  EXPECT_TRUE(fs::is_directory(path));
  fs::remove(path);
  write_file(path, "x", false);
  EXPECT_THROW(OutputFolder(path, true), InvalidOption);
  EXPECT_EQ(read_file(path), "x");
}

/// Begins to write a folder in another process, and kills it before it ends.
void write_and_be_killed(const fs::path& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    OutputFolder output(path, true);
    output.write("a", "1");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

TEST_F(Output, WhatAKilledProcessLeftIsRemovedByTheNext) {
  write_and_be_killed(path);
  ASSERT_EQ(num_entries(), 1U);
  EXPECT_FALSE(fs::exists(path));
  OutputFolder output(path, false);
  output.write("b", "2");
  output.commit();
  EXPECT_EQ(num_entries(), 1U);
  EXPECT_FALSE(fs::exists(path / "a"));
}

TEST_F(Output, WhatIsLeftOfOtherNamesStays) {
  write_and_be_killed(folder.path() / "other");
  for (const char* name :
       {".out.partial-mine", ".out.partial--2147483647", ".out.partial-7x"})  // no process's
    std::ofstream(folder.path() / name) << "x";
  write_file(path, "x", false);
  EXPECT_EQ(num_entries(), 5U);
}

TEST_F(Output, WhatALivingProcessIsWritingStays) {
  OutputFolder output(path, false);
  output.write("a", "1");
  const pid_t child = ::fork();
  if (child == 0) {
    { OutputFolder other(path, false); }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(fs::exists(output.place() / "a"));
}

TEST_F(Output, WhatAProcessOnAnotherMachineIsWritingStays) {
  OutputFolder output(path, false);
  output.write("a", "1");
  const fs::path theirs = folder.path() / ".out.partial-2147483647";  // no process here has that number
  fs::rename(output.place(), theirs);
  write_file(path, "x", false);
  EXPECT_TRUE(fs::exists(theirs / "a"));
}

TEST_F(Output, ADotNamesTheFolderItself) {
  for (const char* name : {".", "inside/.."}) {
    fs::create_directories(path / "inside");
    OutputFolder output(path / name, true);
    output.write("a", name);
    output.commit();
    EXPECT_EQ(read_file(path / "a"), name);
    EXPECT_EQ(num_entries(), 1U);
  }
}

TEST_F(Output, ATrailingSlashNamesTheSameFolder) {
  OutputFolder output(fs::path(path.string() + "/"), false);
  output.write("a", "1");
  output.commit();
  EXPECT_TRUE(fs::exists(path / "a"));
}

}  // namespace
}  // namespace vilda::io
