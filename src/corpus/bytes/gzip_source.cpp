#include "corpus/bytes/gzip_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <new>

#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

constexpr std::size_t kInputSize = std::size_t{1} << 18;
constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to say: gzip, not zlib, with the largest window

}  // namespace

GzipSource::GzipSource(std::unique_ptr<ByteSource> compressed, std::string name)
    : compressed_(std::move(compressed)), name_(std::move(name)), input_(kInputSize) {
  if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
}

GzipSource::~GzipSource() {
  inflateEnd(&stream_);
}

std::size_t GzipSource::read(std::span<char> buffer) {
  const std::size_t size = std::min<std::size_t>(buffer.size(), std::numeric_limits<uInt>::max());
  stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
  stream_.avail_out = static_cast<uInt>(size);
  while (stream_.avail_out == size) {
    if (!has_input()) {
      if (inside_member_) fail("the gzip stream ends early; expected the rest of it");
      return 0;
    }
    if (!inside_member_) {
      inflateReset(&stream_);
      inside_member_ = true;
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) inside_member_ = false;
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_OK && status != Z_STREAM_END) {
      fail(fmt::format("damaged gzip data ({})", stream_.msg == nullptr ? "no progress" : stream_.msg));
    }
  }
  return size - stream_.avail_out;
}

bool GzipSource::has_input() {
  if (stream_.avail_in > 0) return true;
  const std::size_t size = compressed_->read(input_);
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(size);
  input_end_ += size;
  return size > 0;
}

void GzipSource::fail(std::string_view what) const {
  throw BadInput(fmt::format("{}: byte {}: {}", name_, input_end_ - stream_.avail_in, what));
}

}  // namespace vilda::corpus
