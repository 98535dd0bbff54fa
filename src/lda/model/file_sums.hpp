#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "lda/model/model_json.hpp"

/// The SHA-256 sums by which damage to a model's files is noticed: `sha256` in its run.json.
namespace vilda::lda {

using FileSums = std::map<std::string, std::string>;  ///< by the files' names within the model

/// Those that a run.json has. Nothing where there is no such file or it has none: a model of a version
/// before, or made by hand. Throws BadInput where it is damaged itself.
std::optional<FileSums> read_file_sums(const std::filesystem::path& run_json);

/// What the sums say against a file of the model, in one line; nothing where they say nothing. Throws
/// BadInput where the file cannot be read.
std::optional<std::string> difference_from(const FileSums& sums, const std::filesystem::path& directory,
                                           const std::filesystem::path& name);

}  // namespace vilda::lda
