#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vilda::gaussian {

/// An unnormalised log density of one real variable, in nats: log p(x) = f(x) - log Z.
using LogDensity = std::function<double(double x)>;

/// Names that an expression may use, with their values.
using Constants = std::vector<std::pair<std::string, double>>;

/// A log density from an expression of x, e.g. "-0.5*x^2 - log(1+exp(-3*x))".
///
/// Operators + - * / ^ (unary minus binds weaker: -x^2 is -(x^2)), comparisons, && ||, and c ? a : b; the
/// functions that `functions_of_expressions` lists; the constants pi, e and those given. Throws InvalidOption
/// with the position of the fault. What it returns must not be called from two threads at once.
LogDensity parse_log_density(const std::string& expression, const Constants& constants = {});

/// The functions that expressions know, for help texts.
std::string functions_of_expressions();

/// log Phi(x), the log of the standard normal distribution function, exact far into the lower tail.
double log_normal_cdf(double x);

}  // namespace vilda::gaussian
