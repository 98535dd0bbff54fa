#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/bytes/byte_source.hpp"

namespace vilda::corpus {

/// Lines one after the other, without their ends (LF or CR LF).
class Lines {
 public:
  explicit Lines(std::string name) : name_(std::move(name)) {}
  virtual ~Lines() = default;

  const std::string& name() const { return name_; }  ///< of the file, for messages

  /// Goes to the next line; false at the end.
  virtual bool next() = 0;

  std::string_view line() const { return line_; }  ///< valid until the next call of next
  virtual std::uint64_t number() const = 0;        ///< of the line in its file, from 1

  /// Goes to the next line and checks that it is text. Throws BadInput with the position of a NUL or of bytes
  /// that are not UTF-8.
  bool next_text();

  /// Throws BadInput: `NAME:LINE: what`.
  [[noreturn]] void fail(std::string_view what) const;

 protected:
  Lines(Lines&&) = default;
  Lines& operator=(Lines&&) = default;

  std::string_view line_;

 private:
  std::string name_;
};

/// Some whole lines of a file.
struct LineBlock {
  static constexpr std::size_t kReadableBehind = 16;

  std::string bytes;               ///< with so many zeros behind them
  std::uint64_t first_number = 1;  ///< of the first line

  std::string_view text() const { return std::string_view(bytes).substr(0, bytes.size() - kReadableBehind); }
};

/// The lines of a block.
class LinesOfBlock final : public Lines {
 public:
  LinesOfBlock(const std::string& name, const LineBlock& block)
      : Lines(name), text_(block.text()), first_number_(block.first_number) {}

  bool next() override;
  std::uint64_t number() const override;

  /// What follows the line, and behind it LineBlock::kReadableBehind readable bytes.
  std::string_view rest() const { return text_.substr(next_); }

  /// Goes to where the line at the beginning of `rest` begins.
  void go_to(std::string_view rest) { next_ = text_.size() - rest.size(); }

 private:
  std::string_view text_;
  std::uint64_t first_number_;
  std::size_t begin_ = 0, next_ = 0;  // of the line, and of the one behind it
};

/// No line, and no document of several, may have more bytes; messages say why.
struct LongestText {
  std::size_t bytes = (std::size_t{1} << 31) - 1;  // ICU's positions are 32-bit
  std::string_view why = "the most that can be read";
};

/// The lines of a file (or of standard input, "-"), decompressed, without a byte-order mark. Memory: one
/// block, or the longest line.
class LineReader final : public Lines {
 public:
  /// Throws BadInput as open_bytes does.
  explicit LineReader(const std::filesystem::path& source);

  /// The lines of any bytes, which messages call `name`.
  LineReader(std::string name, std::unique_ptr<ByteSource> bytes);

  /// The first bytes of the file, 64 KiB unless it is shorter; only before the first call of next.
  std::string_view head();

  /// Throws BadInput, and ResourceLimit for a longer line than the limit, at first the default LongestText.
  bool next() override;
  std::uint64_t number() const override { return number_; }

  void set_limit(const LongestText& longest) { longest_ = longest; }

  /// Throws ResourceLimit where a document, whose last line so far is this one, is longer than a line may be.
  void require_within_limit(std::size_t document_bytes) const;

  /// Fills `block` with some of the next lines; false at the end. Throws as `next`.
  bool next_block(LineBlock& block);

 private:
  std::size_t find_line_end();
  bool fill();
  [[noreturn]] void fail_too_long(std::string_view what, std::uint64_t line) const;

  std::unique_ptr<ByteSource> bytes_;
  std::vector<char> buffer_;
  LongestText longest_;
  std::size_t begin_ = 0;  // of what is not yet handed out, in buffer_
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace vilda::corpus
