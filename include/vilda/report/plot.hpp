#pragma once

#include <string>
#include <vector>

/// Line plots, as SVG and as text for a terminal.
namespace vilda::report {

/// A line through (x_i, y_i), broken where either is not finite.
struct Series {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;  ///< as many as x
};

struct Plot {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<Series> series;  ///< at least one finite point in all
};

struct SvgSize {
  int width = 760;  ///< pixels
  int height = 440;
};

/// One well-formed SVG document with axes, ticks and a legend.
std::string svg(const Plot& plot, const SvgSize& size = {});

struct TerminalStyle {
  int columns = 80;     ///< at least 30
  int rows = 16;        ///< of the plot itself, at least 4
  bool colour = false;  ///< braille dots in colours, else ASCII, a character for each series
};

std::string text(const Plot& plot, const TerminalStyle& style = {});

/// Round numbers that divide [low, high] into about `count` parts, within [low, high]; low < high.
std::vector<double> ticks(double low, double high, int count);

}  // namespace vilda::report
