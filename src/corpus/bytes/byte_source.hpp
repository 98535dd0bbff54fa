#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace vilda::corpus {

/// A stream of bytes.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills the front of `buffer` and returns how many bytes it wrote, 0 only at the end. Throws BadInput.
  virtual std::size_t read(std::span<char> buffer) = 0;
};

/// What messages call a source: its path, on one line, or "standard input" for "-".
std::string display_name(const std::filesystem::path& source);

/// Opens a file, or standard input for "-", and decompresses it if its first bytes are those of gzip
/// or Zstandard. Throws BadInput if it cannot be opened or is a folder, and, at its end, if it changed since.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& source);

}  // namespace vilda::corpus
