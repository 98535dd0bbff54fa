#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vilda::io {

/// The SHA-256 of files, one behind the other, as 64 hexadecimal digits: `cat FILES | sha256sum`. Throws
/// BadInput where one cannot be read.
std::string sha256_of(const std::vector<std::filesystem::path>& files);

}  // namespace vilda::io
