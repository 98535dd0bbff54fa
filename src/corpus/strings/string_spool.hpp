#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "vilda/io/scratch_file.hpp"

namespace vilda::corpus {

/// Strings that are handed over again in the order in which they came; more than `most_bytes` of them wait in
/// a scratch file.
class StringSpool {
 public:
  StringSpool(const std::filesystem::path& output, std::optional<std::size_t> most_bytes)
      : scratch_(output), most_bytes_(most_bytes) {}

  void add(std::string_view string) {
    const std::uint64_t size = string.size();
    bytes_ += size;
    waiting_.append(reinterpret_cast<const char*>(&size), sizeof size).append(string);
    if (!most_bytes_ || waiting_.size() < *most_bytes_) return;
    scratch_.append(waiting_);
    waiting_.clear();
  }

  std::uint64_t bytes() const { return bytes_; }  ///< of all strings

  void for_each(const std::function<void(std::string_view)>& take) const {
    std::string string;
    std::uint64_t size = 0;
    for (io::ScratchReader reader(scratch_, 0, scratch_.size()); !reader.at_end();) {
      reader.read(&size, sizeof size);
      string.resize(size);
      reader.read(string.data(), size);
      take(string);
    }
    for (std::string_view rest = waiting_; !rest.empty(); rest.remove_prefix(size)) {
      std::copy_n(rest.data(), sizeof size, reinterpret_cast<char*>(&size));
      rest.remove_prefix(sizeof size);
      take(rest.substr(0, size));
    }
  }

 private:
  io::ScratchFile scratch_;
  std::optional<std::size_t> most_bytes_;
  std::uint64_t bytes_ = 0;
  std::string waiting_;  // each with its size before it
};

}  // namespace vilda::corpus
