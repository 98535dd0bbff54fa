#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vilda/gaussian/log_density.hpp"

namespace vilda::gaussian {

/// A named log density: an expression of x and of parameters that have defaults.
struct Target {
  struct Parameter {
    std::string name;
    double value = 0;         ///< the default
    bool positive = false;    ///< must be > 0; otherwise any finite number
    bool proportion = false;  ///< must lie in (0, 1)
  };

  std::string name;
  std::string summary;
  std::vector<Parameter> parameters;
  std::string expression;
};

/// All of them, in the order in which help lists them.
const std::vector<Target>& targets();

/// The target that `description` names, its parameters set: NAME or NAME:PARAMETER=VALUE,PARAMETER=VALUE,...,
/// e.g. "student-t:df=3,scale=2". Throws InvalidOption that names what is wrong and what there is.
Target find_target(std::string_view description);

/// Throws InvalidOption where a parameter lies outside its range.
LogDensity log_density(const Target& target);

}  // namespace vilda::gaussian
