#pragma once

#include <optional>

#include "vilda/gaussian/landscape.hpp"
#include "vilda/gaussian/log_density.hpp"

/// A density p on the line known up to its normaliser, and integrals over it.
namespace vilda::gaussian {

/// p(x) = exp(f(x)) / Z. Called, it gives f relative to its highest value, so that neither a large constant
/// in f nor a large -f overflows or drowns the rest.
class Density {
 public:
  /// Scans f; throws what `explore` throws.
  explicit Density(LogDensity f, const ScanOptions& options = {});

  double operator()(double x) const { return f_(x) - landscape_.highest; }  ///< nats
  const Landscape& landscape() const { return landscape_; }
  double highest() const { return landscape_.highest; }  ///< nats
  /// What f may be wrong by near x, where it changes on the scale of `width`, because x and f are doubles;
  /// nats.
  double rounding(double x, double width) const;

 private:
  LogDensity f_;
  Landscape landscape_;
};

/// log Z - highest, where log Z = log of the integral of exp(f): the log evidence, in nats. Error below 1e-9.
///
/// Throws BadInput where p is not normalisable (a tail that falls no faster than 1/|x|), Failure where the
/// tails are too heavy, or p too rough, for the quadrature.
double relative_log_evidence(const Density& p);

/// Mean and standard deviation; absent where they do not exist, or where |x|^r p(x) falls too slowly to tell.
struct Moments {
  std::optional<double> mean;
  std::optional<double> sd;
};
Moments moments(const Density& p);

double probability_below(const Density& p, double x);
double probability_above(const Density& p, double x);

}  // namespace vilda::gaussian
