#include "corpus/bytes/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "corpus/bytes/gzip_source.hpp"
#include "corpus/bytes/quote.hpp"
#include "corpus/bytes/zstd_source.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using namespace std::literals;

constexpr std::string_view kGzipMagic = "\x1F\x8B"sv;
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD"sv;

[[noreturn]] void fail(const std::string& name, std::string_view what) {
  throw BadInput(fmt::format("{}: {}: {}; expected a file", name, what, std::strerror(errno)));
}

/// A file descriptor whose first bytes can be looked at before they are read.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::filesystem::path& source)
      : name_(display_name(source)),
        descriptor_(source == "-" ? STDIN_FILENO : ::open(source.c_str(), O_RDONLY)) {
    if (descriptor_ < 0) fail(name_, "cannot be opened");
    ::fstat(descriptor_, &at_opening_);
  }
  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }

  bool begins_with(std::string_view magic) {
    while (start_.size() < magic.size()) {
      char byte;
      if (read_descriptor({&byte, 1}) == 0) return false;
      start_ += byte;
    }
    return start_.starts_with(magic);
  }

  std::size_t read(std::span<char> buffer) override {
    if (start_.empty()) return read_descriptor(buffer);
    const std::size_t size = std::min(buffer.size(), start_.size());
    std::copy_n(start_.data(), size, buffer.data());
    start_.erase(0, size);
    return size;
  }

 private:
  std::size_t read_descriptor(std::span<char> buffer) {
    for (;;) {
      const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
      if (size == 0) require_unchanged();
      if (size >= 0) return static_cast<std::size_t>(size);
      if (errno != EINTR) fail(name_, "cannot be read");
    }
  }

  /// A file that others write to while it is read gives a corpus that nobody can make again.
  void require_unchanged() const {
    struct stat now {};
    if (!S_ISREG(at_opening_.st_mode) || ::fstat(descriptor_, &now) != 0) return;
    const bool changed = now.st_size != at_opening_.st_size ||
                         now.st_mtim.tv_sec != at_opening_.st_mtim.tv_sec ||
                         now.st_mtim.tv_nsec != at_opening_.st_mtim.tv_nsec;
    if (changed) {
      throw BadInput(fmt::format(
          "{}: changed while it was read, from {} to {} bytes; expected a file that stays as it is", name_,
          at_opening_.st_size, now.st_size));
    }
  }

  std::string name_;
  int descriptor_;
  struct stat at_opening_ {};
  std::string start_;  // looked at, not yet read
};

}  // namespace

std::string display_name(const std::filesystem::path& source) {
  return source == "-" ? "standard input" : on_one_line(source.string());
}

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& source) {
  auto file = std::make_unique<FileSource>(source);
  if (file->begins_with(kGzipMagic))
    return std::make_unique<GzipSource>(std::move(file), display_name(source));
  if (file->begins_with(kZstdMagic))
    return std::make_unique<ZstdSource>(std::move(file), display_name(source));
  return file;
}

}  // namespace vilda::corpus
