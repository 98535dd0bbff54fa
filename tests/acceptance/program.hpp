#pragma once

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/temporary_folder.hpp"

/// The built program, run as a user runs it.
namespace vilda::acceptance {

using Json = nlohmann::json;

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What a run gave. `exit_code` is that of a shell: 128 + the signal's number for a killed program.
struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// What a run may be given besides its arguments.
struct Surroundings {
  std::filesystem::path folder = ".";         ///< where it runs
  std::string input = {};                     ///< its standard input
  std::vector<std::string> environment = {};  ///< NAME=VALUE, beside those of the test
  const char* program = VILDA_PROGRAM;
};

/// A program that is running.
class Running {
 public:
  Running(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
    std::ofstream(streams_.path() / "in", std::ios::binary) << surroundings.input;
    std::vector<std::string> words{surroundings.program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> environment = surroundings.environment;
    for (char** variable = ::environ; *variable != nullptr; ++variable) environment.emplace_back(*variable);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    const auto redirect = [&](int descriptor, const char* name, int flags) {
      ::posix_spawn_file_actions_addopen(&actions, descriptor, (streams_.path() / name).c_str(), flags, 0600);
    };
    redirect(STDIN_FILENO, "in", O_RDONLY);
    redirect(STDOUT_FILENO, "out", O_WRONLY | O_CREAT);
    redirect(STDERR_FILENO, "err", O_WRONLY | O_CREAT);
    ::posix_spawn_file_actions_addchdir_np(&actions, surroundings.folder.c_str());
    const int error = ::posix_spawnp(&process_, surroundings.program, &actions, nullptr,
                                     pointers(words).data(), pointers(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error(std::string("cannot run ") + surroundings.program);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (process_ > 0) {
      send(SIGKILL);
      wait();
    }
  }

  void send(int signal) const { ::kill(process_, signal); }

  /// Waits until the program catches a signal or has ended; whether it catches it.
  bool wait_until_caught(int signal) const {
    siginfo_t ended{};
    for (;;) {
      const std::string status = content_of("/proc/" + std::to_string(process_) + "/status");
      const std::size_t caught = status.find("SigCgt:");
      if (caught != std::string::npos &&
          (std::stoull(status.substr(caught + 7), nullptr, 16) >> (signal - 1) & 1U) != 0)
        return true;
      if (ended.si_pid != 0) return false;
      ::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT);
      ::usleep(1000);
    }
  }

  /// Waits until the text stands on stderr or the program has ended; whether it stands there.
  bool wait_until_err_has(std::string_view text) const {
    siginfo_t ended{};
    for (;;) {
      if (content_of(streams_.path() / "err").find(text) != std::string::npos) return true;
      if (ended.si_pid != 0) return false;
      ::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT);
      ::usleep(1000);
    }
  }

  Outcome wait() {
    int status = 0;
    ::waitpid(std::exchange(process_, 0), &status, 0);
    return {.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
            .out = content_of(streams_.path() / "out"),
            .err = content_of(streams_.path() / "err")};
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> list;
    for (std::string& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    return list;
  }

  TemporaryFolder streams_;
  pid_t process_ = 0;
};

inline Outcome run(const std::vector<std::string>& arguments, const Surroundings& surroundings = {}) {
  return Running(arguments, surroundings).wait();
}

/// Five documents of eight words about two things, the third document empty.
constexpr const char* kTwoThings =
    "4 0:3 1:2 2:2 3:1\n4 4:2 5:3 6:1 7:2\n0\n3 0:2 1:1 3:4\n3 4:1 6:3 7:2\n4 0:1 1:1 2:3 3:1\n";

/// Runs in a folder of its own.
class Acceptance : public testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }

  void write(const std::string& name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
  }
  std::string read(const std::string& name) const { return content_of(path(name)); }
  Json json(const std::string& name) const { return Json::parse(read(name)); }

  /// The names in the folder, hidden ones too, sorted.
  std::vector<std::string> names(const std::string& within = ".") const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path(within))) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Surroundings here(std::string input = {}) const {
    return {.folder = folder_.path(), .input = std::move(input)};
  }

  /// Runs the program in the folder.
  Outcome vilda(const Arguments& arguments, std::string input = {}) const {
    return run(arguments, here(std::move(input)));
  }

  /// Runs it and expects it to do its work.
  Outcome done(const Arguments& arguments, std::string input = {}) const {
    Outcome outcome = vilda(arguments, std::move(input));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome;
  }

  /// Runs it and expects nothing but the exit code, one line on stderr with all of these fragments, and no
  /// file written.
  void expect_refused(int exit_code, const std::vector<std::string>& fragments, const Arguments& arguments,
                      std::string input = {}) const {
    const auto before = names();
    const Outcome outcome = vilda(arguments, std::move(input));
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, testing::StartsWith("vilda: "));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    for (const std::string& fragment : fragments) EXPECT_THAT(outcome.err, testing::HasSubstr(fragment));
    EXPECT_EQ(names(), before);
  }

  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

inline std::vector<std::string> operator+(std::vector<std::string> list,
                                          const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

inline const std::string kSpeeches = std::string(VILDA_DATA_DIR) + "/state-of-the-union.test.tsv";

}  // namespace vilda::acceptance
