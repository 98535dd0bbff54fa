#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace vilda::io {

/// A file that is read as if it lay in memory; the system loads the pages that are looked at.
class MappedFile {
 public:
  /// Throws BadInput where the file is missing, no plain file, or cannot be mapped.
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  const std::byte* data() const { return data_; }  ///< aligned to a page
  std::size_t size() const { return size_; }

  /// Gives the memory of the loaded pages back; they are loaded again when looked at.
  void release() const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace vilda::io
