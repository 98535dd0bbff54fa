#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vilda/gaussian/comparison.hpp"
#include "vilda/gaussian/density_fit.hpp"
#include "vilda/gaussian/normal_model.hpp"
#include "vilda/report/plot.hpp"
#include "vilda/vi/summary.hpp"

/// What `vilda gaussian` shows: as text, as JSON, as plots.
namespace vilda::app {

/// A fit of a density on the line.
struct DensityResult {
  std::string name;  ///< the expression or target, as it was given
  gaussian::DensityFit fit;
  std::optional<gaussian::Comparison> comparison;
};

std::string to_text(const DensityResult& result);
std::string to_json(const DensityResult& result);

/// p and the best Gaussians, at most three.
report::Plot density_plot(const gaussian::Density& p, const DensityResult& result);

/// A fit of a normal model to data.
struct NormalResult {
  std::string name;  ///< of the data
  std::size_t num_items = 0;
  vi::Gaussian mean;
  vi::Gamma precision;
  vi::Elbo elbo;  ///< of the posterior above, exact
  double log_evidence = 0;
  vi::Summary summary;
  std::vector<vi::Elbo> trace;  ///< after each pass; an estimate for mini-batches
};

std::string to_text(const NormalResult& result);
std::string to_json(const NormalResult& result);

/// The bound by passes.
report::Plot trace_plot(const NormalResult& result);

/// For standard output as it is: its width, and colours where it is a terminal that shows them and NO_COLOR
/// is not set.
report::TerminalStyle style_of_stdout();

}  // namespace vilda::app
