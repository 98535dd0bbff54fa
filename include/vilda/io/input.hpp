#pragma once

#include <filesystem>
#include <string>

namespace vilda::io {

/// The bytes of a small file. Throws BadInput where it is missing, a folder, or cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace vilda::io
