#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace vilda::io {

/// A file without a name for what does not fit in memory; gone with the object, or with the process.
class ScratchFile {
 public:
  /// It lies on the disk of `output`, in whose folder it is made, with the first bytes that are appended.
  explicit ScratchFile(std::filesystem::path output) : output_(std::move(output)) {}
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  std::uint64_t size() const { return size_; }

  /// Throws Failure, and ResourceLimit where the disk is full.
  void append(std::string_view bytes);

  /// Reads `size` bytes that were appended. Throws Failure.
  void read_at(std::uint64_t offset, char* bytes, std::size_t size) const;

 private:
  std::filesystem::path output_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

/// Reads a range of a scratch file from its beginning to its end, through a buffer.
class ScratchReader {
 public:
  ScratchReader(const ScratchFile& file, std::uint64_t begin, std::uint64_t end)
      : file_(&file), next_(begin), end_(end) {}

  bool at_end() const { return next_ == end_ && taken_ == buffer_.size(); }

  /// The next bytes, which must be there.
  void read(void* bytes, std::size_t size);

 private:
  void fill();

  const ScratchFile* file_;
  std::uint64_t next_, end_;  // of what is not in the buffer
  std::string buffer_;
  std::size_t taken_ = 0;
};

}  // namespace vilda::io
