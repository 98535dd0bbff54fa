#include "vilda/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/xml_text.hpp"
#include "vilda/error.hpp"
#include "vilda/report/plot.hpp"

namespace vilda::report {
namespace {

std::string opening(double width, double height, std::string_view title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n"
      "<text x=\"12\" y=\"22\" font-size=\"15\">{2}</text>\n",
      width, height, xml_text(title));
}

std::string first_words(const ExplorerContent& content, Eigen::Index topic, std::size_t count) {
  std::string line;
  for (const RankedWord& word :
       content.words->best(topic, count, Ranking::relevance, content.relevance_lambda))
    line += (line.empty() ? "" : " ") + content.model->vocabulary.word(word.word);
  return line;
}

std::string trace_svg(const ExplorerContent& content) {
  if (content.trace.empty()) throw InvalidOption("--figure is trace; the model's trace has no pass");
  Series bound{.name = "bound", .x = {}, .y = {}};
  for (const lda::TracePass& pass : content.trace) {
    bound.x.push_back(pass.summary.passes);
    bound.y.push_back(pass.summary.elbo->total() / static_cast<double>(content.model->num_tokens));
  }
  const bool estimate = content.trace.front().estimate;
  return svg({.title = content.title,
              .x_label = "pass",
              .y_label = estimate ? "bound, nats a token (estimate)" : "bound, nats a token",
              .series = {bound}});
}

std::string sizes_svg(const ExplorerContent& content) {
  constexpr double row = 18, top = 36, left = 46, bars = 220, width = 760;
  const Eigen::VectorXd& weights = content.words->topic_weights();
  std::string result = opening(width, top + row * static_cast<double>(weights.size()) + 10,
                               content.title + ": the topics' shares of the corpus");
  double y = top;
  for (const Eigen::Index k : largest(weights, static_cast<std::size_t>(weights.size()))) {
    const double length = bars * weights[k] / weights.maxCoeff();
    result += fmt::format(
        "<text x=\"{0}\" y=\"{1:.1f}\" text-anchor=\"end\">{2}</text><rect x=\"{3}\" y=\"{4:.1f}\" "
        "width=\"{5:.2f}\" "
        "height=\"13\" fill=\"#1b6ca8\"/><text x=\"{6:.1f}\" y=\"{1:.1f}\" fill=\"#333\">{7:.1f} %  "
        "{8}</text>\n",
        left - 6, y + 11, k, left, y, length, left + length + 6, 100 * weights[k],
        xml_text(first_words(content, k, 6)));
    y += row;
  }
  return result + "</svg>\n";
}

/// Blue for negative, red for positive, white for none.
std::string colour(double correlation) {
  const auto fade = [&](double full) {
    return static_cast<int>(255 - (255 - full) * std::min(1.0, std::abs(correlation)));
  };
  return correlation < 0 ? fmt::format("rgb({},{},{})", fade(27), fade(108), fade(168))
                         : fmt::format("rgb({},{},{})", fade(209), fade(73), fade(91));
}

std::string correlations_svg(const ExplorerContent& content) {
  if (!content.corpus) throw InvalidOption("--figure is correlations, which needs a corpus");
  constexpr double names = 230, top = 56;
  const Eigen::MatrixXd correlations = content.corpus->view.correlations();
  const auto size = static_cast<double>(correlations.rows());
  const double cell = std::clamp(600 / size, 2.0, 22.0);
  std::string result = opening(names + cell * size + 20, top + cell * size + 34,
                               content.title + ": correlations of topics over the documents");
  for (Eigen::Index i = 0; i < correlations.rows(); ++i) {
    const double y = top + cell * static_cast<double>(i);
    if (cell >= 9) {
      result += fmt::format(
          "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\" font-size=\"{:.1f}\">{}  {}</text>\n", names - 6,
          y + 0.75 * cell, std::min(11.0, 0.85 * cell), xml_text(first_words(content, i, 3)), i);
      result +=
          fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\" font-size=\"{:.1f}\">{}</text>\n",
                      names + cell * (static_cast<double>(i) + 0.5), top - 5, std::min(11.0, 0.6 * cell), i);
    }
    for (Eigen::Index j = 0; j < correlations.cols(); ++j) {
      if (i == j) continue;
      result += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>",
          names + cell * static_cast<double>(j), y, cell - 0.5, cell - 0.5, colour(2.5 * correlations(i, j)));
    }
    result += "\n";
  }
  return result +
         fmt::format(
             "<text x=\"{}\" y=\"{:.1f}\" fill=\"#333\">blue: negative, red: positive; full colour from "
             "0.4 on</text>\n</svg>\n",
             12, top + cell * size + 22);
}

}  // namespace

Figure figure_named(std::string_view name) {
  if (name == "trace") return Figure::trace;
  if (name == "sizes") return Figure::sizes;
  if (name == "correlations") return Figure::correlations;
  throw InvalidOption(fmt::format("--figure is \"{}\"; it must be one of trace, sizes, correlations", name));
}

std::string figure_svg(const ExplorerContent& content, Figure figure) {
  if (figure == Figure::trace) return trace_svg(content);
  return figure == Figure::sizes ? sizes_svg(content) : correlations_svg(content);
}

}  // namespace vilda::report
