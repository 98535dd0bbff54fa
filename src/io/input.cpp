#include "vilda/io/input.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "vilda/error.hpp"

namespace vilda::io {

std::string read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw BadInput(fmt::format("{}: found a folder; expected a file", path.string()));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
  std::string content(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) throw BadInput(fmt::format("{}: cannot be read to its end", path.string()));
  return content;
}

}  // namespace vilda::io
