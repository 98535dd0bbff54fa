#pragma once

#include <string>
#include <vector>

#include "app/verb.hpp"

namespace vilda::app {

/// Parses a verb's arguments and runs it; whatever goes wrong becomes one line on stderr and an exit code.
/// `--config FILE` holds lines `option=value`; the command line goes before it.
int run_verb(Verb& verb, const std::vector<std::string>& arguments);

/// Writes out what is printed; the code, or that of an error.
int flushed(int code);

/// The name that begins with what was typed, or else the nearest, as ` (did you mean PREFIXname?)`; nothing
/// where none is near.
std::string suggestion(const std::string& typed, const std::vector<std::string>& names,
                       const std::string& prefix = {});

}  // namespace vilda::app
