#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace vilda::io {

struct MappedRange;

/// A file that is read as if it lay in memory; the system loads the pages that are looked at.
///
/// A page that is no longer there, because the file was cut short or its disk failed, reads as zeros in place
/// of killing the process: whoever looks at the file must ask now and then, and at the end, whether it is as
/// it was.
class MappedFile {
 public:
  /// Throws BadInput where the file is missing, no plain file, or cannot be mapped.
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  const std::byte* data() const { return data_; }  ///< aligned to a page
  std::size_t size() const { return size_; }

  /// Reads so many bytes of the file, none of whose pages thereby come into this process' memory: of a large
  /// file in the system's cache a look at one byte may map a MiB. Throws BadInput where they are not there.
  void read(std::uint64_t offset, void* to, std::size_t size) const;

  /// Throws BadInput if a page could not be read. Costs next to nothing.
  void require_readable() const;

  /// Throws BadInput if a page could not be read, or the file was written to since it was opened.
  void require_unchanged() const;

  /// Gives the memory of the loaded pages back; they are loaded again when looked at.
  void release() const;

 private:
  std::string name_;
  int descriptor_ = -1;
  struct stat at_opening_ {};
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  MappedRange* range_ = nullptr;
};

}  // namespace vilda::io
