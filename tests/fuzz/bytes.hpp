#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/bytes/byte_source.hpp"
#include "corpus/bytes/line_reader.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus::fuzz {

/// The fuzzer's input as a file.
class Bytes final : public ByteSource {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  std::size_t read(std::span<char> buffer) override {
    const std::size_t size = std::min(buffer.size(), rest_.size());
    std::copy_n(rest_.data(), size, buffer.data());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

inline LineReader lines_of(const std::uint8_t* data, std::size_t size) {
  return LineReader("input", std::make_unique<Bytes>(data, size));
}

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// Runs `read`, which may refuse its input, in one line without control characters that begins with the
/// file's name; anything else is a finding.
template <class Read>
void may_refuse(Read read, std::string_view name = "input:") {
  try {
    read();
  } catch (const BadInput& error) {
    const std::string_view message = error.what();
    require(message.starts_with(name), "a message begins with the file's name");
    require(std::ranges::none_of(message, [](unsigned char c) { return c < 0x20; }), "a message is one line");
  }
}

}  // namespace vilda::corpus::fuzz
