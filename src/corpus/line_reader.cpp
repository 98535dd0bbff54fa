#include "corpus/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "corpus/utf8.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::size_t kBlockSize = std::size_t{1} << 20;
constexpr std::size_t kHeadSize = std::size_t{1} << 16;
constexpr std::size_t kLongestLine = (std::size_t{1} << 31) - 1;  // ICU's positions are 32-bit
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(const std::filesystem::path& source)
    : LineReader(display_name(source), open_bytes(source)) {}

LineReader::LineReader(std::string name, std::unique_ptr<ByteSource> bytes)
    : name_(std::move(name)), bytes_(std::move(bytes)), buffer_(kHeadSize + kByteOrderMark.size()) {
  head();
  if (std::string_view(buffer_.data(), end_).starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
}

std::string_view LineReader::head() {
  while (end_ - begin_ < kHeadSize && fill()) {
  }
  return {buffer_.data() + begin_, std::min(end_ - begin_, kHeadSize)};
}

bool LineReader::next() {
  std::size_t searched = 0;
  const char* line_end = nullptr;
  do {
    const char* const start = buffer_.data() + begin_;
    line_end = static_cast<const char*>(std::memchr(start + searched, '\n', end_ - begin_ - searched));
    searched = end_ - begin_;
    if (searched > kLongestLine)
      throw ResourceLimit(fmt::format("{}:{}: a line of 2 GiB or more", name_, number_ + 1));
  } while (line_end == nullptr && fill());
  if (line_end == nullptr && begin_ == end_) return false;

  const char* const start = buffer_.data() + begin_;
  const std::size_t size = line_end == nullptr ? end_ - begin_ : static_cast<std::size_t>(line_end - start);
  line_ = {start, size};
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  begin_ += line_end == nullptr ? size : size + 1;
  ++number_;
  return true;
}

/// Reads more bytes behind those not yet handed out, after moving these to the front if the buffer is full.
bool LineReader::fill() {
  if (end_ == buffer_.size() && end_ < kBlockSize) buffer_.resize(kBlockSize);  // small files need no block
  if (end_ == buffer_.size() && begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  const std::size_t size = bytes_->read({buffer_.data() + end_, buffer_.size() - end_});
  end_ += size;
  return size > 0;
}

bool LineReader::next_text() {
  if (!next()) return false;
  const std::size_t valid = valid_text_prefix(line_);
  if (valid == line_.size()) return true;
  const auto byte = static_cast<unsigned char>(line_[valid]);
  fail(fmt::format("found byte 0x{:02X}, {}, at byte {} of the line; expected UTF-8 text", byte,
                   byte == 0 ? "a NUL" : "which is not UTF-8", valid + 1));
}

void LineReader::fail(std::string_view what) const {
  throw BadInput(fmt::format("{}:{}: {}", name_, number_, what));
}

}  // namespace vilda::corpus
