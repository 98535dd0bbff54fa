#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vilda/io/output.hpp"

namespace vilda::app {

/// As io::require_free, and throws InvalidOption where `path` is one of the inputs, or stands in one that is
/// a model: they are never modified, whatever is forced.
void require_place(const std::filesystem::path& path, bool force, io::OutputKind kind,
                   const std::vector<std::string>& inputs);

}  // namespace vilda::app
