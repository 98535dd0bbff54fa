#include "app/file_warnings.hpp"

#include "app/terminal.hpp"
#include "vilda/lda/model_directory.hpp"

namespace vilda::app {

FileWarnings::FileWarnings(const std::string& directory, bool quiet) {
  if (quiet) return;
  differences_ = std::async(std::launch::async, [=] { return lda::differences_from_sums(directory); });
}

void FileWarnings::tell_all() {
  if (!differences_.valid()) return;
  for (const std::string& difference : differences_.get()) tell("warning: {}\n", difference);
}

}  // namespace vilda::app
