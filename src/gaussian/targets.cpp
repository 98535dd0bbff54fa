#include "vilda/gaussian/targets.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "vilda/error.hpp"

namespace vilda::gaussian {
namespace {

Target::Parameter real(std::string name, double value) {
  return {.name = std::move(name), .value = value};
}
Target::Parameter positive(std::string name, double value) {
  return {.name = std::move(name), .value = value, .positive = true};
}
Target::Parameter proportion(std::string name, double value) {
  return {.name = std::move(name), .value = value, .proportion = true};
}

/// Names of `all`, e.g. for "expected one of ...".
template <class Named>
std::string names(const std::vector<Named>& all) {
  std::vector<std::string> result;
  for (const Named& one : all) result.push_back(one.name);
  return fmt::format("{}", fmt::join(result, ", "));
}

double parse_value(std::string_view text, const std::string& name) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    throw InvalidOption(fmt::format("target parameter {} is \"{}\"; expected a number", name, text));
  }
  return value;
}

/// Sets the parameter that `assignment`, NAME=VALUE, names.
void set_parameter(Target& target, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  const std::string name(assignment.substr(0, equals));
  const auto found = std::ranges::find(target.parameters, name, &Target::Parameter::name);
  if (equals == std::string_view::npos || found == target.parameters.end()) {
    throw InvalidOption(
        fmt::format("target {} has no parameter \"{}\"; expected PARAMETER=VALUE with one of {}", target.name,
                    name, names(target.parameters)));
  }
  found->value = parse_value(assignment.substr(equals + 1), name);
}

void validate(const Target& target, const Target::Parameter& parameter) {
  const bool valid = parameter.positive     ? parameter.value > 0
                     : parameter.proportion ? parameter.value > 0 && parameter.value < 1
                                            : std::isfinite(parameter.value);
  if (valid) return;
  throw InvalidOption(fmt::format("target {}: {} is {}; it must {}", target.name, parameter.name,
                                  parameter.value,
                                  parameter.positive ? "be above 0" : "lie strictly between 0 and 1"));
}

}  // namespace

const std::vector<Target>& targets() {
  static const std::vector<Target> all = {
      {"gaussian", "normal", {real("mean", 0), positive("sd", 1)}, "lognormpdf(x, mean, sd)"},
      {"student-t",
       "Student's t, heavy tails",
       {positive("df", 4), real("location", 0), positive("scale", 1)},
       "lgamma((df+1)/2) - lgamma(df/2) - 0.5*log(pi*df) - log(scale)"
       " - (df+1)/2 * log1p(((x-location)/scale)^2/df)"},
      {"laplace",
       "double exponential, a kink at its mode",
       {real("location", 0), positive("scale", 1)},
       "-abs(x-location)/scale - log(2*scale)"},
      {"logistic",
       "logistic",
       {real("location", 0), positive("scale", 1)},
       "-abs(x-location)/scale - 2*logaddexp(0, -abs(x-location)/scale) - log(scale)"},
      {"skew-normal",
       "skew normal",
       {real("location", 0), positive("scale", 1), real("shape", 4)},
       "log(2) + lognormpdf(x, location, scale) + lognormcdf(shape*(x-location)/scale)"},
      {"mixture",
       "two normals, weight of the first",
       {proportion("weight", 0.3), real("mean1", -2), positive("sd1", 0.7), real("mean2", 2),
        positive("sd2", 1)},
       "logaddexp(log(weight) + lognormpdf(x, mean1, sd1), log1p(-weight) + lognormpdf(x, mean2, sd2))"},
      {"log-gamma",
       "the log of a Gamma variable",
       {positive("shape", 2.5), positive("rate", 1.3)},
       "shape*x - rate*exp(x) + shape*log(rate) - lgamma(shape)"},
      {"logistic-regression",
       "posterior of a slope: six observations at -2, -1, -0.5, 0.5, 1, 3 with outcomes 0, 0, 1, 0, 1, 1",
       {positive("prior-sd", 2)},
       "lognormpdf(x, 0, prior_sd) - logaddexp(0, -2*x) - logaddexp(0, -x) - logaddexp(0, 0.5*x)"
       " - logaddexp(0, 0.5*x) - logaddexp(0, -x) - logaddexp(0, -3*x)"},
      {"double-well",
       "quartic with two wells at +-separation, tilted",
       {positive("separation", 1.5), positive("barrier", 2), real("tilt", 0.2)},
       "-barrier*((x/separation)^2 - 1)^2 + tilt*x"},
  };
  return all;
}

Target find_target(std::string_view description) {
  const std::size_t colon = description.find(':');
  const std::string_view name = description.substr(0, colon);
  const auto found = std::ranges::find(targets(), name, &Target::name);
  if (found == targets().end()) {
    throw InvalidOption(fmt::format("unknown target \"{}\"; expected one of {}", name, names(targets())));
  }
  Target target = *found;
  std::string_view rest =
      colon == std::string_view::npos ? std::string_view() : description.substr(colon + 1);
  while (!rest.empty()) {
    const std::string_view assignment = rest.substr(0, rest.find(','));
    set_parameter(target, assignment);
    rest.remove_prefix(std::min(rest.size(), assignment.size() + 1));
  }
  return target;
}

LogDensity log_density(const Target& target) {
  Constants constants;
  for (const Target::Parameter& parameter : target.parameters) {
    validate(target, parameter);
    std::string name = parameter.name;
    std::ranges::replace(name, '-', '_');
    constants.emplace_back(name, parameter.value);
  }
  return parse_log_density(target.expression, constants);
}

}  // namespace vilda::gaussian
