#include "corpus/bytes/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "corpus/bytes/utf8.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::size_t kBlockSize = std::size_t{1} << 20;
constexpr std::size_t kLinesSize = std::size_t{1} << 17;  // of a block of lines
constexpr std::size_t kHeadSize = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view without_carriage_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

LineReader::LineReader(const std::filesystem::path& source)
    : LineReader(display_name(source), open_bytes(source)) {}

LineReader::LineReader(std::string name, std::unique_ptr<ByteSource> bytes)
    : Lines(std::move(name)), bytes_(std::move(bytes)), buffer_(kHeadSize + kByteOrderMark.size()) {
  head();
  if (std::string_view(buffer_.data(), end_).starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
}

std::string_view LineReader::head() {
  while (end_ - begin_ < kHeadSize && fill()) {
  }
  return {buffer_.data() + begin_, std::min(end_ - begin_, kHeadSize)};
}

/// Where the line ends that begins at begin_, or end_ if it is the last one and has no end.
std::size_t LineReader::find_line_end() {
  std::size_t searched = 0;
  do {
    const char* const start = buffer_.data() + begin_;
    const void* const line_end = std::memchr(start + searched, '\n', end_ - begin_ - searched);
    searched = line_end == nullptr ? end_ - begin_
                                   : static_cast<std::size_t>(static_cast<const char*>(line_end) - start);
    if (searched > longest_.bytes) fail_too_long("line", number_ + 1);
    if (line_end != nullptr) return begin_ + searched;
  } while (fill());
  return end_;
}

void LineReader::require_within_limit(std::size_t document_bytes) const {
  if (document_bytes > longest_.bytes) fail_too_long("document", number_);
}

void LineReader::fail_too_long(std::string_view what, std::uint64_t line) const {
  throw ResourceLimit(fmt::format("{}:{}: found a {} of more than {} MiB, {}; expected shorter ones", name(),
                                  line, what, longest_.bytes >> 20, longest_.why));
}

bool LineReader::next() {
  const std::size_t line_end = find_line_end();
  if (begin_ == end_) return false;
  line_ = without_carriage_return({buffer_.data() + begin_, line_end - begin_});
  begin_ = std::min(line_end + 1, end_);
  ++number_;
  return true;
}

bool LineReader::next_block(LineBlock& block) {
  std::size_t last_end = find_line_end();
  if (begin_ == end_) return false;
  const std::string_view more = std::string_view(buffer_.data(), end_).substr(begin_, kLinesSize);
  if (const std::size_t last = more.rfind('\n'); last != more.npos)
    last_end = std::max(last_end, begin_ + last);
  const std::size_t size = std::min(last_end + 1, end_) - begin_;
  block.bytes.assign(buffer_.data() + begin_, size);
  block.first_number = number_ + 1;
  number_ += static_cast<std::uint64_t>(std::ranges::count(block.bytes, '\n')) + (block.bytes.back() != '\n');
  block.bytes.append(LineBlock::kReadableBehind, '\0');
  begin_ += size;
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
  if (end_ == buffer_.size()) buffer_.resize(std::min(2 * buffer_.size(), longest_.bytes + 1));
  const std::size_t size = bytes_->read({buffer_.data() + end_, buffer_.size() - end_});
  end_ += size;
  return size > 0;
}

bool LinesOfBlock::next() {
  if (next_ == text_.size()) return false;
  begin_ = next_;
  const std::size_t line_end = std::min(text_.find('\n', begin_), text_.size());
  line_ = without_carriage_return(text_.substr(begin_, line_end - begin_));
  next_ = std::min(line_end + 1, text_.size());
  return true;
}

std::uint64_t LinesOfBlock::number() const {
  return first_number_ + static_cast<std::uint64_t>(std::ranges::count(text_.substr(0, begin_), '\n'));
}

bool Lines::next_text() {
  if (!next()) return false;
  const std::size_t valid = valid_text_prefix(line_);
  if (valid == line_.size()) return true;
  const auto byte = static_cast<unsigned char>(line_[valid]);
  fail(fmt::format("found byte 0x{:02X}, {}, at byte {} of the line; expected UTF-8 text", byte,
                   byte == 0 ? "a NUL" : "which is not UTF-8", valid + 1));
}

void Lines::fail(std::string_view what) const {
  throw BadInput(fmt::format("{}:{}: {}", name_, number(), what));
}

}  // namespace vilda::corpus
