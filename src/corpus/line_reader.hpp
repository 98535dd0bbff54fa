#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/byte_source.hpp"

namespace vilda::corpus {

/// The lines of a file (or of standard input, "-"), decompressed, without their ends (LF or CR LF) and
/// without a byte-order mark. Memory: one block, or the longest line.
class LineReader {
 public:
  /// Throws BadInput as open_bytes does.
  explicit LineReader(const std::filesystem::path& source);

  /// The lines of any bytes, which messages call `name`.
  LineReader(std::string name, std::unique_ptr<ByteSource> bytes);

  const std::string& name() const { return name_; }  ///< for messages

  /// The first bytes of the file, 64 KiB unless it is shorter; only before the first call of next.
  std::string_view head();

  /// Goes to the next line; false at the end. Throws BadInput, and ResourceLimit for a line of 2 GiB or more.
  bool next();

  std::string_view line() const { return line_; }   ///< valid until the next call of next
  std::uint64_t number() const { return number_; }  ///< of the line, from 1

  /// Goes to the next line and checks that it is text. Throws BadInput with the position of a NUL or of bytes
  /// that are not UTF-8.
  bool next_text();

  /// Throws BadInput: `NAME:LINE: what`.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  bool fill();

  std::string name_;
  std::unique_ptr<ByteSource> bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is not yet handed out, in buffer_
  std::size_t end_ = 0;
  std::string_view line_;
  std::uint64_t number_ = 0;
};

}  // namespace vilda::corpus
