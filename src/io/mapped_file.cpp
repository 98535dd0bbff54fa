#include "vilda/io/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "io/mapped_range.hpp"
#include "vilda/error.hpp"

namespace vilda::io {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view what) {
  throw BadInput(fmt::format("{}: {}; expected a file", path.string(), what));
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path)
    : name_(path.string()), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) refuse(path, fmt::format("cannot be opened: {}", std::strerror(errno)));
  const bool is_file = ::fstat(descriptor_, &at_opening_) == 0 && S_ISREG(at_opening_.st_mode);
  void* data = nullptr;
  if (is_file && at_opening_.st_size > 0) {
    size_ = static_cast<std::size_t>(at_opening_.st_size);
    data = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
  }
  const int error = errno;
  if (!is_file || data == MAP_FAILED) ::close(descriptor_);
  if (!is_file) refuse(path, "is no plain file");
  if (data == MAP_FAILED) refuse(path, fmt::format("cannot be mapped: {}", std::strerror(error)));
  data_ = static_cast<const std::byte*>(data);
  if (data_ != nullptr) range_ = watch(data_, size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept {
  *this = std::move(other);
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(at_opening_, other.at_opening_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(range_, other.range_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) {
    unwatch(range_);
    ::munmap(const_cast<std::byte*>(data_), size_);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

void MappedFile::read(std::uint64_t offset, void* to, std::size_t size) const {
  auto* next = static_cast<std::byte*>(to);
  while (size > 0) {
    const ssize_t some = ::pread(descriptor_, next, size, static_cast<off_t>(offset));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) {
      require_unchanged();
      refuse(name_, "cannot be read to its end");
    }
    next += some;
    offset += static_cast<std::uint64_t>(some);
    size -= static_cast<std::size_t>(some);
  }
}

void MappedFile::require_readable() const {
  if (range_ != nullptr && range_->lost) require_unchanged();
}

void MappedFile::require_unchanged() const {
  struct stat now {};
  const bool known = ::fstat(descriptor_, &now) == 0;
  const bool changed = !known || now.st_size != at_opening_.st_size ||
                       now.st_mtim.tv_sec != at_opening_.st_mtim.tv_sec ||
                       now.st_mtim.tv_nsec != at_opening_.st_mtim.tv_nsec;
  if (changed) {
    throw BadInput(
        fmt::format("{}: changed while it was read, from {} to {} bytes; expected a file that stays as it is",
                    name_, at_opening_.st_size, now.st_size));
  }
  if (range_ != nullptr && range_->lost) refuse(name_, "cannot be read to its end");
}

void MappedFile::release() const {
  if (data_ != nullptr) ::madvise(const_cast<std::byte*>(data_), size_, MADV_DONTNEED);
}

}  // namespace vilda::io
