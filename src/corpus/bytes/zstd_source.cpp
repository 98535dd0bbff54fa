#include "corpus/bytes/zstd_source.hpp"

#include <fmt/format.h>

#include <new>

#include "vilda/error.hpp"

namespace vilda::corpus {

ZstdSource::ZstdSource(std::unique_ptr<ByteSource> compressed, std::string name)
    : compressed_(std::move(compressed)),
      name_(std::move(name)),
      buffer_(ZSTD_DStreamInSize()),
      stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
  if (stream_ == nullptr) throw std::bad_alloc();
}

/// zstd may hold back output after it took the last input, so it is asked once more at the end.
std::size_t ZstdSource::read(std::span<char> buffer) {
  ZSTD_outBuffer output{.dst = buffer.data(), .size = buffer.size(), .pos = 0};
  while (output.pos == 0) {
    const bool at_end = !has_input();
    if (at_end && !inside_frame_) return 0;
    const std::size_t consumed = input_.pos;
    const std::size_t status = ZSTD_decompressStream(stream_.get(), &output, &input_);
    if (ZSTD_isError(status)) fail(fmt::format("damaged zstd data ({})", ZSTD_getErrorName(status)));
    inside_frame_ = status != 0;
    if (at_end && output.pos == 0 && input_.pos == consumed && inside_frame_)
      fail("the zstd stream ends early; expected the rest of it");
  }
  return output.pos;
}

bool ZstdSource::has_input() {
  if (input_.pos < input_.size) return true;
  const std::size_t size = compressed_->read(buffer_);
  input_ = {.src = buffer_.data(), .size = size, .pos = 0};
  input_end_ += size;
  return size > 0;
}

void ZstdSource::fail(std::string_view what) const {
  throw BadInput(fmt::format("{}: byte {}: {}", name_, input_end_ - (input_.size - input_.pos), what));
}

}  // namespace vilda::corpus
