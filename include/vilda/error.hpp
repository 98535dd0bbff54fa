#pragma once

#include <stdexcept>

namespace vilda {

/// What can go wrong, by who can mend it. The program turns each kind into its exit code.

/// The work could not be done (exit 1): a file that cannot be written, a fit without a finite optimum.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An option outside its range, or options that exclude each other (exit 2).
struct InvalidOption : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Input that is missing or malformed (exit 3). The message reads
/// `FILE:LINE: what was found; what was expected`.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Not enough memory or disk (exit 5).
struct ResourceLimit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace vilda
