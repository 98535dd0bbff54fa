#include "vilda/io/file_hash.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "io/sha256.hpp"
#include "vilda/error.hpp"

namespace vilda::io {

std::string sha256_of(const std::vector<std::filesystem::path>& files) {
  Sha256 sum;
  std::array<char, 1 << 16> block;
  for (const std::filesystem::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
    while (file.read(block.data(), block.size()) || file.gcount() > 0)
      sum.add({block.data(), static_cast<std::size_t>(file.gcount())});
    if (file.bad()) throw BadInput(fmt::format("{}: cannot be read to its end", path.string()));
  }
  return sum.hexadecimal();
}

}  // namespace vilda::io
