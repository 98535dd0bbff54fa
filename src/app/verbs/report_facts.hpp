#pragma once

#include <string>
#include <utility>
#include <vector>

#include "vilda/lda/model.hpp"

namespace vilda::app {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// What run.json says that a reader of the page may want; empty where the file is not there.
struct RunOfModel {
  std::string corpus;
  std::string version;
  std::string started;
};

RunOfModel run_of_model(const std::string& directory);

/// What the page tells about a model.
Facts facts(const lda::Model& model, const RunOfModel& run);

/// The numbers in a file that `vilda evaluate --json` wrote, by their path in it. Throws BadInput.
Facts metrics_in_file(const std::string& path);

}  // namespace vilda::app
