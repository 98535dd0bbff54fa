#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/byte_source.hpp"

namespace vilda::corpus {

/// The decompressed bytes of a Zstandard file of one or more frames (RFC 8878). Throws BadInput, with the
/// offset in the compressed file, if it is cut short or damaged.
class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> compressed, std::string name);

  std::size_t read(std::span<char> buffer) override;

 private:
  bool has_input();
  [[noreturn]] void fail(std::string_view what) const;

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::vector<char> buffer_;
  ZSTD_inBuffer input_{};
  std::uint64_t input_end_ = 0;  // offset of the end of input_ in the compressed file
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool inside_frame_ = true;
};

}  // namespace vilda::corpus
