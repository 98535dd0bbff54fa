#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/bytes/byte_source.hpp"

namespace vilda::corpus {

/// The decompressed bytes of a gzip file of one or more members (RFC 1952). Throws BadInput, with the offset
/// in the compressed file, if it is cut short or damaged.
class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string name);
  ~GzipSource() override;

  std::size_t read(std::span<char> buffer) override;

 private:
  bool has_input();
  [[noreturn]] void fail(std::string_view what) const;

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::vector<char> input_;
  z_stream stream_{};
  std::uint64_t input_end_ = 0;  // offset of the end of input_ in the compressed file
  bool inside_member_ = true;
};

}  // namespace vilda::corpus
