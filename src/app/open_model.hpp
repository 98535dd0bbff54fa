#pragma once

#include <string>

#include "vilda/lda/model.hpp"

namespace vilda::app {

/// Loads a model and looks, meanwhile, whether its files are as they were written. It is told, unless quiet,
/// and not refused where they are not, since other topics are put into a model on purpose, too. Throws as
/// lda::load_model.
lda::Model open_model(const std::string& directory, bool quiet);

}  // namespace vilda::app
