#include "vilda/io/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "vilda/error.hpp"

namespace vilda::io {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void throw_errno(const fs::path& path, std::string_view what) {
  const int error = errno;
  const std::string message = fmt::format("{}: {}: {}", path.string(), what, std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) throw ResourceLimit(message);
  throw Failure(message);
}

/// Closes a file descriptor on every way out.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags, 0666)) {
    if (descriptor_ < 0) throw_errno(path_, "cannot be opened");
  }
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_errno(path_, "cannot be written");
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0 && errno != EINVAL) throw_errno(path_, "cannot be synced to disk");
  }
  void close() {
    if (::close(std::exchange(descriptor_, -1)) != 0) throw_errno(path_, "cannot be closed");
  }

 private:
  fs::path path_;
  int descriptor_;
};

void write_synced(const fs::path& path, std::string_view content) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  file.write(content);
  file.sync();
  file.close();
}

void sync_folder(const fs::path& path) {
  Descriptor(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() || !path.has_parent_path() ? path : path.parent_path();
}

fs::path beside(const fs::path& path) {
  return folder_of(path) / fmt::format(".{}.partial-{}", path.filename().string(), ::getpid());
}

/// Puts `from` at `to` in one step. What stood at `to` is then at `from`, and is removed.
void move_into_place(const fs::path& from, const fs::path& to, bool force) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    sync_folder(folder_of(to));
    return;
  }
  if (errno != EEXIST || !force) {
    if (errno == EEXIST) require_free(to, force);
    throw_errno(to, "cannot be put in place");
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) != 0) {
    throw_errno(to, "cannot be replaced");
  }
  sync_folder(folder_of(to));
  fs::remove_all(from);
}

}  // namespace

void require_free(const fs::path& path, bool force) {
  std::error_code ignored;
  if (!force && fs::exists(fs::symlink_status(path, ignored))) {
    throw InvalidOption(fmt::format("{}: exists already; give --force to replace it", path.string()));
  }
  if (!fs::is_directory(folder_of(without_trailing_slash(path)), ignored)) {
    throw Failure(fmt::format("{}: cannot be written: there is no folder {}", path.string(),
                              folder_of(without_trailing_slash(path)).string()));
  }
}

void write_file(const fs::path& path, std::string_view content, bool force) {
  require_free(path, force);
  const fs::path partial = beside(path);
  try {
    write_synced(partial, content);
    move_into_place(partial, path, force);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    throw;
  }
}

OutputFolder::OutputFolder(fs::path path, bool force)
    : path_(without_trailing_slash(path)), partial_(beside(path_)), force_(force) {
  require_free(path_, force);
  if (::mkdir(partial_.c_str(), 0777) != 0) throw_errno(partial_, "cannot be created");
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

void OutputFolder::write(const fs::path& name, std::string_view content) const {
  if (name.has_parent_path()) fs::create_directories(partial_ / name.parent_path());
  write_synced(partial_ / name, content);
}

void OutputFolder::commit() {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(partial_)) {
    if (entry.is_directory()) sync_folder(entry.path());
  }
  sync_folder(partial_);
  move_into_place(partial_, path_, force_);
}

}  // namespace vilda::io
