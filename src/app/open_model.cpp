#include "app/open_model.hpp"

#include <future>

#include "app/terminal.hpp"
#include "vilda/lda/model_directory.hpp"

namespace vilda::app {

lda::Model open_model(const std::string& directory, bool quiet) {
  if (quiet) return lda::load_model(directory);
  auto differences = std::async(std::launch::async, [&] { return lda::differences_from_sums(directory); });
  lda::Model model = lda::load_model(directory);
  for (const std::string& difference : differences.get()) tell("warning: {}\n", difference);
  return model;
}

}  // namespace vilda::app
