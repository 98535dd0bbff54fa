#include "vilda/gaussian/landscape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>

#include "vilda/error.hpp"

namespace vilda::gaussian {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kFarthest = 1e300;
constexpr double kUnderflow = 700;  // nats: exp() of less is about the smallest double
constexpr std::size_t kMostModes = 100;
constexpr int kMostRounds = 6;

struct Point {
  double x = 0;
  double f = 0;
};
using Points = std::vector<Point>;  // ascending in x

// ---- Grids -----------------------------------------------------------------------------------------------

/// Points centre +- scale * sinh(t) for t = 0 ... asinh(farthest / scale) in steps of `step`.
void add_asinh_grid(std::vector<double>& grid, double centre, double scale, double farthest, double step) {
  grid.push_back(centre);
  const double last = std::asinh(farthest / scale);
  for (double t = step; t <= last; t += step) {
    grid.push_back(centre + scale * std::sinh(t));
    grid.push_back(centre - scale * std::sinh(t));
  }
}

std::vector<double> grid_of_the_line(const ScanOptions& options) {
  std::vector<double> grid;
  add_asinh_grid(grid, 0, 1e-6, 1e9, 1e-3);
  for (double x = 1e9; x < kFarthest; x *= 1.25) grid.insert(grid.end(), {x, -x});
  if (options.from) {
    constexpr int kSteps = 200'000;
    for (int i = 0; i <= kSteps; ++i)
      grid.push_back(*options.from + (*options.to - *options.from) * i / kSteps);
  }
  return grid;
}

std::vector<double> grid_around(const Mode& mode) {
  std::vector<double> grid;
  const double width = std::max(mode.width(), 4 * kEpsilon * std::abs(mode.x));
  add_asinh_grid(grid, mode.x, 0.01 * width, 1e5 * width, 0.02);
  return grid;
}

void add_points(Points& points, const LogDensity& f, const std::vector<double>& grid) {
  for (const double x : grid) {
    if (std::abs(x) <= kFarthest) points.push_back({x, f(x)});
  }
  std::ranges::sort(points, {}, &Point::x);
  const auto repeats = [](const Point& before, const Point& point) { return point.x == before.x; };
  points.erase(std::unique(points.begin(), points.end(), repeats), points.end());
}

// ---- Where f can be evaluated ----------------------------------------------------------------------------

[[noreturn]] void not_finite(double x, double f, bool above) {
  if (std::isnan(f)) {
    throw BadInput(fmt::format(
        "the log density is not a number at x = {:.6g}; expected a number for every x from -inf to inf", x));
  }
  if (f > 0) {
    throw BadInput(fmt::format("the log density is +inf at x = {:.6g}; expected finite values", x));
  }
  throw BadInput(fmt::format(
      "the log density is -inf for x {} {:.6g} (truncated support): every Gaussian q has mass there, so "
      "KL(q||p) is infinite; expected a density on the whole line (if exp() underflows there, write "
      "logaddexp or lognormpdf)",
      above ? ">=" : "<=", x));
}

/// The last x from `inside`, where f is finite, towards `outside`, where it is not, that is still finite; and
/// the first that is not.
std::pair<double, double> bisect_edge(const LogDensity& f, double inside, double outside) {
  for (;;) {
    const double middle = inside + (outside - inside) / 2;
    if (middle == inside || middle == outside) return {inside, outside};
    (std::isfinite(f(middle)) ? inside : outside) = middle;
  }
}

/// Whether a part of f overflows or underflows at this edge, where p has no mass left. A density with a real
/// edge ends nearer its highest value, or falls ever more steeply.
bool is_overflow(const LogDensity& f, double edge, double beyond, const Point& highest) {
  constexpr double kHuge = 1e100;  // in x or f: only arithmetic has an edge there
  if (std::abs(edge) > kHuge || f(edge) < -kHuge) return true;
  if (std::isnan(f(beyond))) return false;
  const double drop = highest.f - f(edge);
  const double just_inside = f(edge + 1e-6 * (highest.x - edge));
  return drop > kUnderflow && std::abs(just_inside - f(edge)) < 0.1 * drop;
}

bool is_isolated(const LogDensity& f, double x) {
  const double nearby = std::max(1e-12 * std::abs(x), 1e-14);
  return std::isfinite(f(x - nearby)) && std::isfinite(f(x + nearby));
}

/// Cuts `points` off where f stops being finite on the way out from the highest point; moves single points of
/// -inf to the singularities.
void keep_finite_part(Points& points, const LogDensity& f, Landscape& landscape) {
  const auto value = [](const Point& p) {
    return std::isfinite(p.f) ? p.f : -std::numeric_limits<double>::infinity();
  };
  const auto highest = std::ranges::max_element(points, {}, value);
  if (!std::isfinite(highest->f)) {
    if (std::isnan(f(0))) not_finite(0, f(0), true);
    throw BadInput("the log density is nowhere finite; expected finite values");
  }
  const auto edge_towards = [&](auto from, auto to) {  // iterators; returns one past the last finite point
    auto last = from;
    for (auto here = from; here != to; ++here) {
      if (std::isfinite(here->f)) {
        last = here;
        continue;
      }
      if (here->f < 0 && is_isolated(f, here->x)) {
        landscape.singularities.push_back(here->x);
        continue;
      }
      const auto [edge, beyond] = bisect_edge(f, last->x, here->x);
      if (!is_overflow(f, edge, beyond, *highest)) not_finite(beyond, f(beyond), beyond > edge);
      return std::pair(here, edge);
    }
    return std::pair(to, last->x);
  };
  const auto [above, upper] = edge_towards(highest, points.end());
  const auto [below, lower] = edge_towards(std::make_reverse_iterator(highest + 1), points.rend());
  landscape.lower = lower;
  landscape.upper = upper;
  points = Points(below.base(), above);
  std::erase_if(points, [](const Point& p) { return !std::isfinite(p.f); });
}

// ---- Modes -----------------------------------------------------------------------------------------------

struct Extrema {
  std::vector<std::size_t> maxima;  ///< indices of points
  std::vector<std::size_t> minima;  ///< between neighbouring maxima
  bool rises_at_an_end = false;     ///< the first or the last point is a maximum
};

/// Alternating maxima and minima. A rise or fall counts once it exceeds rounding.
Extrema find_extrema(const Points& points, double rounding) {
  Extrema found;
  bool rising = true;
  std::size_t best = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double gain = points[i].f - points[best].f;
    const double noise = 1e-10 + 4 * rounding + 64 * kEpsilon * std::abs(points[best].f);
    if (rising ? gain >= 0 : gain <= 0) {
      best = i;
    } else if (std::abs(gain) > noise) {
      if (rising && best == 0) found.rises_at_an_end = true;
      if (rising && best > 0) found.maxima.push_back(best);
      if (!rising) found.minima.push_back(best);
      rising = !rising;
      best = i;
    }
  }
  if (rising) found.rises_at_an_end = true;
  std::erase_if(found.minima, [&](std::size_t i) {
    return found.maxima.empty() || i < found.maxima.front() || i > found.maxima.back();
  });
  return found;
}

/// How far f stays within 1/2 nat of its value at x, going in the direction of `sign`; at most `limit`.
double half_nat_width(const LogDensity& f, double x, double sign, double limit) {
  const double top = f(x);
  double near = 0;
  double far = std::max(4 * kEpsilon * std::abs(x), 1e-100);
  while (far < limit && top - f(x + sign * far) < 0.5) {
    near = far;
    far *= 2;
  }
  for (int i = 0; i < 10; ++i) {
    const double middle = 0.5 * (near + far);
    (top - f(x + sign * middle) < 0.5 ? near : far) = middle;
  }
  return std::max({std::min(far, limit), 4 * kEpsilon * std::abs(x), 1e-100});
}

/// What f's own arithmetic loses near the highest point: the second differences that steps far below any
/// scale of f leave, beside the top where f may have a kink.
double rounding_near(const LogDensity& f, const Point& highest) {
  const double width = half_nat_width(f, highest.x, +1, kFarthest);
  const double step = std::max(8 * kEpsilon * std::abs(highest.x), 1e-9 * width);
  double largest = 0;
  for (int i = 0; i < 32; ++i) {
    const double x = highest.x + 0.37 * width + 3 * i * step;
    const double difference = 0.5 * std::abs(f(x - step) - 2 * f(x) + f(x + step));
    if (difference < 1) largest = std::max(largest, difference);  // a jump is no rounding
  }
  return largest;
}

/// The maximum between a and b, by Brent's method, closing in because Brent's precision is that of the
/// bracket.
double maximise(const LogDensity& f, double a, double middle, double b) {
  double centre = middle;
  for (double radius = std::max(b - middle, middle - a); radius > 8 * kEpsilon * std::abs(centre);
       radius *= 1e-5) {
    const double origin = centre;
    const auto negated = [&](double h) { return -f(origin + radius * h); };
    const auto [h, value] = boost::math::tools::brent_find_minima(negated, -1.0, 1.0, 26);
    if (value <= -f(origin)) centre = origin + radius * h;
    if (radius < 1e-100) break;
  }
  return std::clamp(centre, a, b);
}

std::vector<Mode> modes_of(const Points& points, const Extrema& extrema, const LogDensity& f) {
  std::vector<Mode> modes;
  for (std::size_t k = 0; k < extrema.maxima.size(); ++k) {
    const std::size_t i = extrema.maxima[k];
    const double x = maximise(f, points[i - 1].x, points[i].x, points[i + 1].x);
    const double left_limit = x - (k > 0 ? points[extrema.minima[k - 1]].x : points.front().x);
    const double right_limit =
        (k < extrema.minima.size() ? points[extrema.minima[k]].x : points.back().x) - x;
    modes.push_back({.x = x,
                     .log_density = f(x),
                     .left_width = half_nat_width(f, x, -1, left_limit),
                     .right_width = half_nat_width(f, x, +1, right_limit)});
  }
  return modes;
}

[[noreturn]] void no_mode(const Points& points) {
  const auto [low, high] = std::ranges::minmax_element(points, {}, &Point::f);
  if (high->f - low->f <= 1e-10) {
    throw BadInput(fmt::format("the log density is flat ({:.6g} everywhere): not normalisable", high->f));
  }
  throw BadInput(
      fmt::format("the log density is highest at the end of the line, x = {:.3g}: not normalisable; expected "
                  "it to fall on "
                  "both sides",
                  high->x));
}

/// Modes and multiples of their widths, valleys, singularities. Among many modes no multiples: their valleys
/// are near.
std::vector<double> break_points_of(const Landscape& landscape) {
  constexpr std::size_t kMany = 16;
  constexpr double kReach = 20;  // widths beyond the outermost modes
  const std::vector<Mode>& modes = landscape.modes;
  std::vector<double> breaks = landscape.valleys;
  breaks.insert(breaks.end(), landscape.singularities.begin(), landscape.singularities.end());
  for (std::size_t k = 0; k < modes.size(); ++k) {
    const Mode& mode = modes[k];
    const bool last = k + 1 == modes.size();
    const double left =
        k > 0 ? landscape.valleys[k - 1] : std::max(landscape.lower, mode.x - kReach * mode.left_width);
    const double right =
        last ? std::min(landscape.upper, mode.x + kReach * mode.right_width) : landscape.valleys[k];
    breaks.push_back(mode.x);
    if (modes.size() > kMany && k > 0 && !last) continue;
    for (double d = mode.left_width; mode.x - d > left; d *= 4) breaks.push_back(mode.x - d);
    for (double d = mode.right_width; mode.x + d < right; d *= 4) breaks.push_back(mode.x + d);
  }
  std::ranges::sort(breaks);
  return breaks;
}

bool already_seen(const Mode& mode, const std::vector<Mode>& seen) {
  return std::ranges::any_of(seen, [&](const Mode& other) {
    return std::abs(mode.x - other.x) <= 0.1 * std::min(mode.width(), other.width());
  });
}

}  // namespace

void ScanOptions::validate() const {
  if (from.has_value() != to.has_value()) {
    throw InvalidOption("one end of the scan is given without the other; expected both or none");
  }
  if (from && !(std::isfinite(*from) && std::isfinite(*to) && *from < *to)) {
    throw InvalidOption(
        fmt::format("the scan goes from {} to {}; expected two numbers, the first the smaller", *from, *to));
  }
}

const Mode& Landscape::highest_mode() const {
  return *std::ranges::max_element(modes, {}, &Mode::log_density);
}

Landscape explore(const LogDensity& f, const ScanOptions& options) {
  options.validate();
  Landscape landscape;
  Points points;
  Extrema extrema;
  std::vector<Mode> seen;
  std::vector<double> grid = grid_of_the_line(options);
  for (int round = 0; round < kMostRounds && !grid.empty(); ++round) {
    add_points(points, f, grid);
    keep_finite_part(points, f, landscape);
    landscape.rounding = rounding_near(f, *std::ranges::max_element(points, {}, &Point::f));
    extrema = find_extrema(points, landscape.rounding);
    landscape.modes = modes_of(points, extrema, f);
    grid.clear();
    if (landscape.modes.empty() || landscape.modes.size() > kMostModes) break;
    for (const Mode& mode : landscape.modes) {
      if (already_seen(mode, seen)) continue;
      seen.push_back(mode);
      const std::vector<double> closer = grid_around(mode);
      grid.insert(grid.end(), closer.begin(), closer.end());
    }
  }
  if (landscape.modes.empty()) no_mode(points);
  for (const std::size_t i : extrema.minima) landscape.valleys.push_back(points[i].x);
  landscape.highest = landscape.highest_mode().log_density;
  if (extrema.rises_at_an_end && std::max(points.front().f, points.back().f) >= landscape.highest)
    no_mode(points);
  if (landscape.modes.size() > kMostModes) {
    throw Failure(
        fmt::format("the log density has more than {} modes ({} found); it cannot be fitted reliably",
                    kMostModes, landscape.modes.size()));
  }
  landscape.break_points = break_points_of(landscape);
  return landscape;
}

}  // namespace vilda::gaussian
