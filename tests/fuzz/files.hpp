#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "fuzz/bytes.hpp"

namespace vilda::corpus::fuzz {

/// The parts of the fuzzer's input, with ASCII's file separator between them; the last has all that is left.
inline std::vector<std::string_view> parts_of(const std::uint8_t* data, std::size_t size, std::size_t most) {
  constexpr char kSeparator = '\x1C';
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < most && rest.find(kSeparator) != rest.npos) {
    parts.push_back(rest.substr(0, rest.find(kSeparator)));
    rest.remove_prefix(parts.back().size() + 1);
  }
  parts.push_back(rest);
  return parts;
}

/// A folder of its own, which is gone with the object.
class ScratchFolder {
 public:
  ScratchFolder() { require(::mkdtemp(path_.data()) != nullptr, "a folder can be made"); }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

  /// Writes a file, in folders of the folder if the name says so; none where no file can have that name.
  void write(std::string_view name, std::string_view bytes) const {
    const auto inside = std::filesystem::path(name.substr(0, name.find('\0'))).lexically_normal();
    if (inside.empty() || inside.is_absolute() || *inside.begin() == "..") return;
    const std::filesystem::path file = std::filesystem::path(path_) / inside;
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    std::ofstream(file, std::ios::binary) << bytes;
  }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "vilda-fuzz-XXXXXX").string();
};

}  // namespace vilda::corpus::fuzz
