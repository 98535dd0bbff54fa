#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vilda/gaussian/log_density.hpp"

/// What a scan of a log density over the whole line finds.
namespace vilda::gaussian {

struct ScanOptions {
  std::optional<double> from;  ///< with `to`: where to look twice, beside the scan of the whole line
  std::optional<double> to;

  void validate() const;  ///< throws InvalidOption unless both are finite, from < to, or both are absent
};

/// A local maximum of the log density.
struct Mode {
  double x = 0;
  double log_density = 0;  ///< nats, as the user wrote it
  double left_width = 0;   ///< to where the log density has fallen by 1/2 nat: one sd of a normal density
  double right_width = 0;

  double width() const { return 0.5 * (left_width + right_width); }
};

/// The modes of a log density f, the valleys between them, and where f can be evaluated.
///
/// The scan: 70,000 points with even steps of asinh(x / 1e-6) up to |x| = 1e9 (a ratio of 1.001 between
/// neighbours), coarser up to 1e300, then a finer grid around every mode found, on the scale of its width,
/// until no more appear. A mode is missed where the log density rises towards it from nearer than the grid is
/// fine there: about |x| / 1000; `ScanOptions` looks closer.
struct Landscape {
  std::vector<Mode> modes;            ///< ascending in x, at least one
  std::vector<double> valleys;        ///< one fewer: the lowest point between neighbouring modes
  std::vector<double> singularities;  ///< single points where f is -inf
  double lower = 0;                   ///< f is finite (but for `singularities`) from `lower` ...
  double upper = 0;     ///< ... to `upper`; beyond, its parts overflow, more than 700 nats below
  double highest = 0;   ///< f at the highest mode, nats
  double rounding = 0;  ///< what one value of f may be wrong by there, as measured; nats

  /// Where integrals of f and p are best split: modes, multiples of their widths, valleys, singularities;
  /// ascending.
  std::vector<double> break_points;

  const Mode& highest_mode() const;
};

/// Throws BadInput where f is nowhere finite, not a number, +inf, -inf on an interval that p's mass touches
/// (truncated support), flat, or rising without end.
Landscape explore(const LogDensity& f, const ScanOptions& options = {});

}  // namespace vilda::gaussian
