#include "vilda/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "report/xml_text.hpp"

namespace vilda::report {
namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// Position in [0, 1].
  double share(double value) const { return (value - low) / (high - low); }
};

struct Ranges {
  Range x;
  Range y;
};

void widen_if_empty(Range& range) {
  if (range.low < range.high) return;
  const double margin = std::max(0.5, 1e-3 * std::abs(range.low));
  range = {range.low - margin, range.high + margin};
}

Ranges ranges_of(const Plot& plot) {
  Ranges ranges;
  for (const Series& series : plot.series) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
      ranges.x.include(series.x[i]);
      ranges.y.include(series.y[i]);
    }
  }
  widen_if_empty(ranges.x);
  widen_if_empty(ranges.y);
  return ranges;
}

std::string label(double value) {
  return fmt::format("{:.5g}", value == 0 ? 0.0 : value);  // no "-0"
}

// ---- SVG -------------------------------------------------------------------------------------------------

constexpr std::array kColours = {"#1b6ca8", "#d1495b", "#3a7d44", "#8d5a97", "#b07d2b", "#4d4d4d"};

/// Where the axes stand, and from data to pixels.
struct Frame {
  Ranges ranges;
  double left, right, top, bottom;  // pixels

  double x(double value) const { return left + ranges.x.share(value) * (right - left); }
  double y(double value) const { return bottom - ranges.y.share(value) * (bottom - top); }
};

std::string svg_axes(const Plot& plot, const Frame& frame) {
  std::string result;
  for (const double tick : ticks(frame.ranges.x.low, frame.ranges.x.high, 7)) {
    result += fmt::format(
        "<line x1=\"{0:.2f}\" y1=\"{1:.2f}\" x2=\"{0:.2f}\" y2=\"{2:.2f}\" stroke=\"#ddd\"/>"
        "<text x=\"{0:.2f}\" y=\"{3:.2f}\" text-anchor=\"middle\">{4}</text>\n",
        frame.x(tick), frame.top, frame.bottom, frame.bottom + 18, label(tick));
  }
  for (const double tick : ticks(frame.ranges.y.low, frame.ranges.y.high, 5)) {
    result += fmt::format(
        "<line x1=\"{1:.2f}\" y1=\"{0:.2f}\" x2=\"{2:.2f}\" y2=\"{0:.2f}\" stroke=\"#ddd\"/>"
        "<text x=\"{3:.2f}\" y=\"{4:.2f}\" text-anchor=\"end\">{5}</text>\n",
        frame.y(tick), frame.left, frame.right, frame.left - 8, frame.y(tick) + 4, label(tick));
  }
  result += fmt::format(
      "<path d=\"M{0:.2f} {2:.2f}V{3:.2f}H{1:.2f}\" fill=\"none\" stroke=\"#333\"/>\n"
      "<text x=\"{4:.2f}\" y=\"{5:.2f}\" text-anchor=\"middle\">{6}</text>\n"
      "<text transform=\"translate(16 {7:.2f}) rotate(-90)\" text-anchor=\"middle\">{8}</text>\n",
      frame.left, frame.right, frame.top, frame.bottom, 0.5 * (frame.left + frame.right), frame.bottom + 40,
      xml_text(plot.x_label), 0.5 * (frame.top + frame.bottom), xml_text(plot.y_label));
  return result;
}

std::string svg_path(const Series& series, const Frame& frame) {
  std::string path;
  bool drawing = false;
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) {
      drawing = false;
      continue;
    }
    path += fmt::format("{}{:.2f} {:.2f}", drawing ? "L" : "M", frame.x(series.x[i]), frame.y(series.y[i]));
    drawing = true;
  }
  return path;
}

std::string svg_legend(const Plot& plot, const Frame& frame) {
  std::string result;
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const double y = frame.top + 14 + 18 * static_cast<double>(k);
    result += fmt::format(
        "<line x1=\"{0:.2f}\" y1=\"{1:.2f}\" x2=\"{2:.2f}\" y2=\"{1:.2f}\" stroke=\"{3}\" "
        "stroke-width=\"2\"/>"
        "<text x=\"{4:.2f}\" y=\"{5:.2f}\" text-anchor=\"end\">{6}</text>\n",
        frame.right - 30, y, frame.right - 6, kColours[k % kColours.size()], frame.right - 36, y + 4,
        xml_text(plot.series[k].name));
  }
  return result;
}

// ---- Text ------------------------------------------------------------------------------------------------

/// A grid of dots; each remembers the series that was drawn on it last.
class Dots {
 public:
  Dots(int width, int height)
      : width_(width),
        height_(height),
        owner_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), -1) {}

  int owner(int x, int y) const { return owner_[index(x, y)]; }

  /// A straight line between two places in units of dots, y from the top.
  void line(double x0, double y0, double x1, double y1, int series) {
    const int steps = 1 + static_cast<int>(std::max(std::abs(x1 - x0), std::abs(y1 - y0)));
    for (int i = 0; i <= steps; ++i) {
      const double t = static_cast<double>(i) / steps;
      mark(x0 + t * (x1 - x0), y0 + t * (y1 - y0), series);
    }
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  void mark(double x, double y, int series) {
    const int column = std::clamp(static_cast<int>(std::lround(x)), 0, width_ - 1);
    const int row = std::clamp(static_cast<int>(std::lround(y)), 0, height_ - 1);
    owner_[index(column, row)] = series;
  }

  int width_;
  int height_;
  std::vector<int> owner_;  // -1: none
};

Dots draw(const Plot& plot, const Ranges& ranges, int width, int height) {
  Dots dots(width, height);
  const auto x_of = [&](double x) { return ranges.x.share(x) * (width - 1); };
  const auto y_of = [&](double y) { return (1 - ranges.y.share(y)) * (height - 1); };
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const Series& s = plot.series[k];
    for (std::size_t i = 0; i < s.x.size(); ++i) {
      const std::size_t from = i > 0 && std::isfinite(s.x[i - 1]) && std::isfinite(s.y[i - 1]) ? i - 1 : i;
      if (!std::isfinite(s.x[i]) || !std::isfinite(s.y[i])) continue;
      dots.line(x_of(s.x[from]), y_of(s.y[from]), x_of(s.x[i]), y_of(s.y[i]), static_cast<int>(k));
    }
  }
  return dots;
}

constexpr std::string_view kMarks = "*o+x#@";
constexpr std::array kAnsiColours = {36, 31, 32, 35, 33, 34};

std::string coloured(std::string_view text, int series) {
  return fmt::format("\x1b[{}m{}\x1b[0m",
                     kAnsiColours[static_cast<std::size_t>(series) % kAnsiColours.size()], text);
}

std::string ascii_row(const Dots& dots, int row, int columns) {
  std::string line;
  for (int c = 0; c < columns; ++c) {
    const int series = dots.owner(c, row);
    line += series < 0 ? ' ' : kMarks[static_cast<std::size_t>(series) % kMarks.size()];
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

/// The braille character, in UTF-8, of 2 x 4 dots; Unicode 15, chapter 21.1.
std::string braille(unsigned dots) {
  const unsigned code = 0x2800U + dots;
  return {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (code & 0x3FU))};
}

std::string braille_row(const Dots& dots, int row, int columns) {
  constexpr std::array<std::array<unsigned, 4>, 2> kBits = {
      {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
  std::string line;
  for (int c = 0; c < columns; ++c) {
    unsigned bits = 0;
    int series = -1;
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 4; ++j) {
        const int owner = dots.owner(2 * c + i, 4 * row + j);
        if (owner < 0) continue;
        bits |= kBits[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
        series = std::max(series, owner);
      }
    }
    line += series < 0 ? " " : coloured(braille(bits), series);
  }
  return line;
}

}  // namespace

std::vector<double> ticks(double low, double high, int count) {
  const double rough = (high - low) / count;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = power;
  for (const double factor : {2.0, 5.0, 10.0}) {
    if (step < rough) step = factor * power;
  }
  std::vector<double> result;
  for (double k = std::ceil(low / step); k * step <= high; ++k) {
    result.push_back(k * step);
    if (k + 1 == k) break;  // the range is narrower than doubles resolve
  }
  return result;
}

std::string svg(const Plot& plot, const SvgSize& size) {
  const Frame frame{.ranges = ranges_of(plot),
                    .left = 78.0,
                    .right = size.width - 20.0,
                    .top = 44.0,
                    .bottom = size.height - 56.0};
  std::string result = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n"
      "<text x=\"{2}\" y=\"26\" text-anchor=\"middle\" font-size=\"15\">{3}</text>\n",
      size.width, size.height, size.width / 2, xml_text(plot.title));
  result += svg_axes(plot, frame);
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    result += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n",
                          svg_path(plot.series[k], frame), kColours[k % kColours.size()]);
  }
  return result + svg_legend(plot, frame) + "</svg>\n";
}

std::string text(const Plot& plot, const TerminalStyle& style) {
  constexpr int kMargin = 13;  // for the labels of y
  const int columns = std::max(30, style.columns) - kMargin - 1;
  const int rows = std::max(4, style.rows);
  const Ranges ranges = ranges_of(plot);
  const Dots dots =
      style.colour ? draw(plot, ranges, 2 * columns, 4 * rows) : draw(plot, ranges, columns, rows);
  std::string result = plot.title + "\n";
  for (int row = 0; row < rows; ++row) {
    const std::string value = row == 0          ? label(ranges.y.high)
                              : row == rows - 1 ? label(ranges.y.low)
                                                : std::string();
    result += fmt::format("{:>{}} |{}\n", value, kMargin - 2,
                          style.colour ? braille_row(dots, row, columns) : ascii_row(dots, row, columns));
  }
  result += fmt::format("{:>{}}{:<{}}{:>{}}\n", "", kMargin, label(ranges.x.low), columns / 2,
                        label(ranges.x.high), columns - columns / 2);
  std::string legend;
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const std::string mark(1, kMarks[k % kMarks.size()]);
    legend += fmt::format("   {} {}", style.colour ? coloured("\u2014", static_cast<int>(k)) : mark,
                          plot.series[k].name);
  }
  return result + fmt::format("{:>{}}{}{}\n", "", kMargin, plot.x_label, legend);
}

}  // namespace vilda::report
