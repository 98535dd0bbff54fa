#include "lda/model/file_sums.hpp"

#include <fmt/format.h>

#include "lda/model/parsed_json.hpp"
#include "vilda/io/file_hash.hpp"
#include "vilda/io/input.hpp"

namespace vilda::lda {
namespace fs = std::filesystem;

std::optional<FileSums> read_file_sums(const fs::path& run_json) {
  if (!fs::exists(run_json)) return std::nullopt;
  return parsed(io::read_file(run_json), run_json.string(), [](const Json& run) -> std::optional<FileSums> {
    if (!run.contains("sha256")) return std::nullopt;
    return run["sha256"].get<FileSums>();
  });
}

std::optional<std::string> difference_from(const FileSums& sums, const fs::path& directory,
                                           const fs::path& name) {
  const auto expected = sums.find(name.string());
  if (expected == sums.end()) {
    return fmt::format("{}: found no SHA-256 of {}; expected one", (directory / "run.json").string(),
                       name.string());
  }
  const std::string found = io::sha256_of({directory / name});
  if (found == expected->second) return std::nullopt;
  return fmt::format("{}: found the SHA-256 {}; expected {}, as run.json has", (directory / name).string(),
                     found, expected->second);
}

}  // namespace vilda::lda
