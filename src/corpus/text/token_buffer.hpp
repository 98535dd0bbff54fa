#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace vilda::corpus {

/// Takes the next tokens of a text: what stands between two word boundaries, other than spaces, punctuation
/// and symbols.
using TokenSink = std::function<void(std::span<const std::string_view> tokens)>;

/// Hands tokens over some at a time.
class TokenBuffer {
 public:
  void add(std::string_view token) {
    if (size_ == kSize) flush();
    tokens_[size_++] = token;
  }

  /// Adds the tokens in at most 64 bytes of text, in which bits say where they begin and end. Returns where
  /// those begin that do not end.
  std::uint64_t add(const char* text, std::uint64_t begins, std::uint64_t ends) {
    if (size_ + kMostInBlock > kSize) flush();
    std::string_view* next = tokens_.data() + size_;
    for (; ends != 0; begins &= begins - 1, ends &= ends - 1) {
      const int begin = std::countr_zero(begins);
      *next++ = {text + begin, static_cast<std::size_t>(std::countr_zero(ends) - begin)};
    }
    size_ = static_cast<std::size_t>(next - tokens_.data());
    return begins;
  }

  void flush() {
    if (size_ > 0) (*sink_)({tokens_.data(), size_});
    size_ = 0;
  }
  void set_sink(const TokenSink& sink) {
    sink_ = &sink;
    size_ = 0;
  }

 private:
  static constexpr std::size_t kSize = 256;
  static constexpr std::size_t kMostInBlock = 32;  // between two tokens stands at least one byte

  const TokenSink* sink_ = nullptr;
  std::array<std::string_view, kSize> tokens_;
  std::size_t size_ = 0;
};

}  // namespace vilda::corpus
