#include "vilda/io/scratch_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "vilda/error.hpp"

namespace vilda::io {
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 16;

[[noreturn]] void fail(const std::filesystem::path& output, const char* what) {
  const int error = errno;
  const std::string message =
      fmt::format("{}: {} a scratch file beside it: {}", output.string(), what, std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) throw ResourceLimit(message);
  throw Failure(message);
}

/// A file that has no name from the start, or, where the file system has none such, loses it at once.
int open_unnamed(const std::filesystem::path& output) {
  const std::filesystem::path folder = output.has_parent_path() ? output.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  std::string name = (folder / ".vilda-scratch-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

ScratchFile::~ScratchFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ScratchFile::append(std::string_view bytes) {
  if (descriptor_ < 0) descriptor_ = open_unnamed(output_);
  if (descriptor_ < 0) fail(output_, "cannot make");
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(output_, "cannot write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
}

void ScratchFile::read_at(std::uint64_t offset, char* bytes, std::size_t size) const {
  while (size > 0) {
    const ssize_t read = ::pread(descriptor_, bytes, size, static_cast<off_t>(offset));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) fail(output_, "cannot read");
    bytes += read;
    offset += static_cast<std::uint64_t>(read);
    size -= static_cast<std::size_t>(read);
  }
}

void ScratchReader::read(void* bytes, std::size_t size) {
  auto* to = static_cast<char*>(bytes);
  while (size > 0) {
    if (taken_ == buffer_.size()) fill();
    const std::size_t part = std::min(size, buffer_.size() - taken_);
    std::memcpy(to, buffer_.data() + taken_, part);
    taken_ += part;
    to += part;
    size -= part;
  }
}

void ScratchReader::fill() {
  const std::uint64_t size = std::min<std::uint64_t>(kBufferSize, end_ - next_);
  if (size == 0) throw std::logic_error("a scratch file ends inside a record");
  buffer_.resize(size);
  file_->read_at(next_, buffer_.data(), size);
  next_ += size;
  taken_ = 0;
}

}  // namespace vilda::io
