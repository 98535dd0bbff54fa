#include "vilda/io/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <utility>

#include "vilda/error.hpp"

namespace vilda::io {
namespace fs = std::filesystem;
namespace {

constexpr off_t kLarge = 1 << 16;  // bytes that begin their way to the disk at once: commit waits for them

[[noreturn]] void throw_errno(const fs::path& path, std::string_view what) {
  const int error = errno;
  const std::string message = fmt::format("{}: {}: {}", path.string(), what, std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) throw ResourceLimit(message);
  throw Failure(message);
}

/// A file descriptor, closed on every way out. Messages name the file as `shown`.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, const fs::path& shown)
      : shown_(shown), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) throw_errno(shown_, "cannot be opened");
  }
  Descriptor(const fs::path& path, int flags) : Descriptor(path, flags, path) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_errno(shown_, "cannot be written");
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0 && errno != EINVAL) throw_errno(shown_, "cannot be synced to disk");
  }
  /// Marks the file as in use until it is closed, by this process or by its death.
  void lock() const { ::flock(descriptor_, LOCK_EX | LOCK_NB); }
  int release() { return std::exchange(descriptor_, -1); }
  void close() {
    if (::close(release()) != 0) throw_errno(shown_, "cannot be closed");
  }

 private:
  fs::path shown_;
  int descriptor_;
};

void write_synced(const fs::path& path, const std::function<void(const Sink&)>& write,
                  const fs::path& shown) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL, shown);
  file.lock();
  write([&](std::string_view piece) { file.write(piece); });
  file.sync();
  file.close();
}

void sync_folder(const fs::path& path) {
  Descriptor(path, O_RDONLY | O_DIRECTORY).sync();
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::string partial_prefix(const fs::path& path) {
  return fmt::format(".{}.partial-", path.filename().string());
}

fs::path beside(const fs::path& path) {
  return folder_of(path) / fmt::format("{}{}", partial_prefix(path), ::getpid());
}

/// Whether the process is gone, as far as this machine knows; an earlier one of our own number is.
bool is_gone(pid_t process) {
  return process == ::getpid() || (::kill(process, 0) != 0 && errno == ESRCH);
}

/// The lock shows a process that lives on another machine, or in another container.
bool is_locked(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return true;
  const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
  ::close(descriptor);
  return locked;
}

/// Whether it is, or a link leads to, neither a file nor a folder: /dev/null is nobody's to replace.
bool is_special(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status found = fs::status(path, ignored);
  return fs::exists(found) && !fs::is_regular_file(found) && !fs::is_directory(found);
}

/// Removes what processes that were killed left beside `path`.
void remove_leftovers(const fs::path& path) {
  const std::string prefix = partial_prefix(path);
  std::error_code ignored;
  for (fs::directory_iterator entry(folder_of(path), ignored), end; entry != end; entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(prefix)) continue;
    pid_t process = 0;
    const auto [stop, error] =
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
    if (error != std::errc() || stop != name.data() + name.size() || process <= 0) continue;
    if (is_gone(process) && !is_locked(entry->path())) fs::remove_all(entry->path(), ignored);
  }
}

/// `move_into_place` where the file system can neither exchange nor refuse to replace (NFS): an older folder
/// is moved aside first, so a process that is killed in between leaves both beside `to`.
void move_stepwise(const fs::path& from, const fs::path& to, bool force, OutputKind kind) {
  require_free(to, force, kind);
  const fs::path aside = from.string() + ".replaced";
  const bool moves_aside = kind == OutputKind::folder && fs::exists(to);
  if (moves_aside && ::rename(to.c_str(), aside.c_str()) != 0) throw_errno(to, "cannot be replaced");
  if (::rename(from.c_str(), to.c_str()) != 0) {
    const int error = errno;
    if (moves_aside) ::rename(aside.c_str(), to.c_str());
    errno = error;
    throw_errno(to, "cannot be put in place");
  }
  sync_folder(folder_of(to));
  if (moves_aside) fs::remove_all(aside);
}

/// Puts `from` at `to` in one step. What stood at `to` is then at `from`, and is removed.
void move_into_place(const fs::path& from, const fs::path& to, bool force, OutputKind kind) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    sync_folder(folder_of(to));
    return;
  }
  if (errno == EINVAL || errno == ENOSYS) return move_stepwise(from, to, force, kind);
  if (errno != EEXIST || !force) {
    if (errno == EEXIST) require_free(to, force, kind);
    throw_errno(to, "cannot be put in place");
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno == EINVAL) return move_stepwise(from, to, force, kind);
    throw_errno(to, "cannot be replaced");
  }
  sync_folder(folder_of(to));
  fs::remove_all(from);
}

}  // namespace

fs::path named(const fs::path& path) {
  const fs::path bare = path.has_filename() || !path.has_parent_path() ? path : path.parent_path();
  if (bare.filename() != "." && bare.filename() != "..") return bare;
  std::error_code error;
  const fs::path whole = fs::canonical(bare, error);
  return error ? bare : whole;
}

void require_free(const fs::path& path, bool force, OutputKind kind) {
  std::error_code ignored;
  const bool exists = fs::exists(fs::symlink_status(path, ignored));
  if (exists && !force) {
    throw InvalidOption(fmt::format("{}: exists already; give --force to replace it", path.string()));
  }
  if (exists && fs::is_directory(path, ignored) != (kind == OutputKind::folder)) {
    throw InvalidOption(fmt::format("{}: is {}; it cannot be replaced by {}", path.string(),
                                    kind == OutputKind::file ? "a folder" : "no folder",
                                    kind == OutputKind::file ? "a file" : "a folder"));
  }
  if (exists && is_special(path)) {
    throw InvalidOption(
        fmt::format("{}: is a device, a pipe or a socket, which is not replaced; expected the name of a {}",
                    path.string(), kind == OutputKind::file ? "file" : "folder"));
  }
  const fs::path folder = folder_of(named(path));
  if (!fs::is_directory(folder, ignored)) {
    throw Failure(
        fmt::format("{}: cannot be written: there is no folder {}", path.string(), folder.string()));
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) throw_errno(path, "cannot be written");
}

void write_file(const fs::path& path, std::string_view content, bool force) {
  write_file(
      path, [&](const Sink& to) { to(content); }, force);
}

void write_file(const fs::path& path, const std::function<void(const Sink&)>& write, bool force) {
  OutputFile file(path, force);
  std::uint64_t written = 0;
  write([&](std::string_view piece) {
    file.write_at(written, piece);
    written += piece.size();
  });
  file.commit();
}

OutputFile::OutputFile(fs::path path, bool force)
    : path_(std::move(path)), partial_(beside(path_)), force_(force) {
  require_free(path_, force, OutputKind::file);
  remove_leftovers(path_);
  Descriptor file(partial_, O_WRONLY | O_CREAT | O_EXCL, path_);
  file.lock();
  descriptor_ = file.release();
}

OutputFile::~OutputFile() {
  ::close(descriptor_);
  std::error_code ignored;
  fs::remove(partial_, ignored);
}

void OutputFile::write_at(std::uint64_t offset, std::string_view bytes) const {
  const auto begin = static_cast<off_t>(offset);
  const auto size = static_cast<off_t>(bytes.size());
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_errno(path_, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  if (size >= kLarge) ::sync_file_range(descriptor_, begin, size, SYNC_FILE_RANGE_WRITE);
}

void OutputFile::set_size(std::uint64_t size) const {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) throw_errno(path_, "cannot be written");
}

void OutputFile::commit() {
  if (::fsync(descriptor_) != 0) throw_errno(path_, "cannot be synced to disk");
  move_into_place(partial_, path_, force_, OutputKind::file);
}

OutputFolder::OutputFolder(fs::path path, bool force)
    : path_(named(path)), partial_(beside(path_)), force_(force) {
  require_free(path_, force, OutputKind::folder);
  remove_leftovers(path_);
  if (::mkdir(partial_.c_str(), 0777) != 0) throw_errno(path_, "cannot be created");
  Descriptor folder(partial_, O_RDONLY | O_DIRECTORY, path_);
  folder.lock();
  lock_ = folder.release();
}

OutputFolder::~OutputFolder() {
  ::close(lock_);
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

void OutputFolder::write(const fs::path& name, std::string_view content) const {
  write(name, [&](const Sink& to) { to(content); });
}

void OutputFolder::write(const fs::path& name, const std::function<void(const Sink&)>& write) const {
  if (name.has_parent_path() && ::mkdir((partial_ / name.parent_path()).c_str(), 0777) != 0 &&
      errno != EEXIST) {
    throw_errno(path_ / name.parent_path(), "cannot be created");
  }
  write_synced(partial_ / name, write, path_ / name);
}

void OutputFolder::commit() {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(partial_)) {
    if (entry.is_directory()) sync_folder(entry.path());
  }
  sync_folder(partial_);
  move_into_place(partial_, path_, force_, OutputKind::folder);
}

}  // namespace vilda::io
