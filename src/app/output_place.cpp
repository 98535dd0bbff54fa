#include "app/output_place.hpp"

#include <fmt/format.h>

#include "vilda/error.hpp"
#include "vilda/lda/model_directory.hpp"

namespace vilda::app {

void require_place(const std::filesystem::path& path, bool force, io::OutputKind kind,
                   const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  for (const std::string& input : inputs) {
    const bool is_in_model = fs::exists(lda::file_of_model(input), ignored) &&
                             fs::equivalent(fs::absolute(path).parent_path(), input, ignored);
    if (is_in_model || fs::equivalent(path, input, ignored))
      throw InvalidOption(fmt::format("{} is part of the input; it cannot be the output", path.string()));
  }
  io::require_free(path, force, kind);
}

}  // namespace vilda::app
