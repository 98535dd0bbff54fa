#pragma once

#include <map>
#include <string>

#include "vilda/lda/model.hpp"

namespace vilda::app {

/// How a model.json records the options that decide the result: by their names on the command line.
using OptionRecord = std::map<std::string, lda::OptionValue>;

}  // namespace vilda::app
