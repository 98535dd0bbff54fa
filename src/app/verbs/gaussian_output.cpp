#include "app/verbs/gaussian_output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/terminal.hpp"
#include "app/text_style.hpp"

namespace vilda::app {
namespace {

using Json = nlohmann::ordered_json;
using gaussian::Comparison;

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.6g}", *value) : "none";
}

Json json_of(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json json_of(const Comparison::Answer& answer) {
  return {{"mean", json_of(answer.mean)},
          {"sd", json_of(answer.sd)},
          {"probability_below", json_of(answer.below)},
          {"probability_above", json_of(answer.above)},
          {"seconds", json_of(answer.seconds)}};
}

Json json_of(const gaussian::Estimate& estimate) {
  return {{"value", json_of(estimate.value)}, {"standard_error", json_of(estimate.standard_error)}};
}

Json json_of(const Comparison& comparison) {
  const gaussian::MetropolisAnswer& sampled = comparison.metropolis;
  return {{"lower", comparison.lower},
          {"upper", comparison.upper},
          {"exact", json_of(comparison.exact)},
          {"variational", json_of(comparison.variational)},
          {"metropolis",
           {{"mean", json_of(sampled.mean)},
            {"sd", json_of(sampled.sd)},
            {"probability_below", json_of(sampled.below)},
            {"probability_above", json_of(sampled.above)},
            {"acceptance_rate", json_of(sampled.acceptance_rate)},
            {"seconds", json_of(sampled.seconds)}}}};
}

std::string row(std::string_view name, const Comparison::Answer& answer) {
  return fmt::format("  {:<12} {:>20} {:>20} {:>20} {:>20} {:>9.4f}\n", name, number(answer.mean),
                     number(answer.sd), number(answer.below), number(answer.above), answer.seconds);
}

std::string to_text(const Comparison& comparison) {
  const auto estimate = [](const gaussian::Estimate& e) {
    return fmt::format("{:.5g} +- {:.1g}", e.value, e.standard_error);
  };
  const gaussian::MetropolisAnswer& sampled = comparison.metropolis;
  std::string text = fmt::format("\n  {:<12} {:>20} {:>20} {:>20} {:>20} {:>9}\n", "", "mean", "sd",
                                 fmt::format("P(x < {:.4g})", comparison.lower),
                                 fmt::format("P(x > {:.4g})", comparison.upper), "seconds");
  text += row("quadrature", comparison.exact) + row("variational", comparison.variational);
  text +=
      fmt::format("  {:<12} {:>20} {:>20} {:>20} {:>20} {:>9.4f}\n", "Metropolis", estimate(sampled.mean),
                  estimate(sampled.sd), estimate(sampled.below), estimate(sampled.above), sampled.seconds);
  text += fmt::format("  Metropolis accepted {:.0f} % of its steps; +- is one standard error\n",
                      100 * sampled.acceptance_rate);
  if (!comparison.exact.mean || !comparison.exact.sd) {
    text += fmt::format("  p has no {}: what the others say of it means nothing\n",
                        comparison.exact.mean ? "sd" : "mean and no sd");
  }
  return text;
}

bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    return locale.find("UTF-8") != std::string_view::npos || locale.find("utf8") != std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string to_text(const DensityResult& result) {
  const std::size_t count = result.fit.optima.size();
  std::string text =
      fmt::format("{}\nlog evidence {:.10g} nats\n{} of KL(q||p) over the Gaussians q:\n\n", result.name,
                  result.fit.log_evidence,
                  count == 1 ? "the only local minimum" : fmt::format("{} local minima, best first,", count));
  text += fmt::format("  {:>14} {:>14} {:>14} {:>14}\n", "mean", "sd", "KL (nats)", "ELBO (nats)");
  for (const auto& [q, elbo, kl] : result.fit.optima) {
    const double mean = std::abs(q.mean) < 1e-9 * q.sd ? 0 : q.mean;  // no digit of it is right
    text += fmt::format("  {:>14.8g} {:>14.8g} {:>14.8f} {:>14.10g}\n", mean, q.sd, kl, elbo.total());
  }
  if (result.comparison) text += to_text(*result.comparison);
  return text;
}

std::string to_json(const DensityResult& result) {
  Json optima = Json::array();
  for (const gaussian::Optimum& optimum : result.fit.optima) {
    Json terms;
    for (const vi::Elbo::Term& term : optimum.elbo.terms()) terms[term.name] = term.value;
    optima.push_back({{"mean", optimum.q.mean},
                      {"sd", optimum.q.sd},
                      {"kl", optimum.kl},
                      {"elbo", optimum.elbo.total()},
                      {"terms", terms}});
  }
  Json json{{"log_evidence", result.fit.log_evidence}, {"optima", optima}};
  if (result.comparison) json["compare"] = json_of(*result.comparison);
  return json.dump(2) + "\n";
}

report::Plot density_plot(const gaussian::Density& p, const DensityResult& result) {
  constexpr std::size_t kMostShown = 3;
  constexpr int kPoints = 600;
  const double log_evidence = result.fit.log_evidence - p.highest();
  const std::size_t shown = std::min(kMostShown, result.fit.optima.size());
  const gaussian::Mode& mode = p.landscape().highest_mode();
  double low = mode.x - 3 * mode.left_width;
  double high = mode.x + 3 * mode.right_width;
  for (std::size_t k = 0; k < shown; ++k) {
    const vi::Gaussian& q = result.fit.optima[k].q;
    low = std::min(low, q.mean - 4 * q.sd);
    high = std::max(high, q.mean + 4 * q.sd);
  }
  report::Plot plot{.title = result.name, .x_label = "x", .y_label = "density", .series = {}};
  for (std::size_t k = 0; k <= shown; ++k) {
    report::Series series{.name = k == 0 ? "p" : shown == 1 ? "q" : fmt::format("q{}", k), .x = {}, .y = {}};
    for (int i = 0; i <= kPoints; ++i) {
      const double x = low + (high - low) * i / kPoints;
      series.x.push_back(x);
      if (k == 0) {
        series.y.push_back(std::exp(p(x) - log_evidence));
      } else {
        const vi::Gaussian& q = result.fit.optima[k - 1].q;
        const double z = (x - q.mean) / q.sd;
        series.y.push_back(std::exp(0.5 - 0.5 * z * z - q.entropy()));  // entropy: log(s sqrt(2 pi)) + 1/2
      }
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

std::string to_text(const NormalResult& result) {
  std::string text = fmt::format(
      "{}: {} {}\nq(mean)      normal, mean {:.10g}, sd {:.6g}\nq(precision) Gamma, shape {:.6g}, rate "
      "{:.10g} (mean {:.6g})\nbound {:.10g} nats, log evidence {:.10g}, KL {:.6g}\n{}\n\n",
      result.name, result.num_items, result.num_items == 1 ? "number" : "numbers", result.mean.mean,
      result.mean.sd, result.precision.shape, result.precision.rate, result.precision.mean(),
      result.elbo.total(), result.log_evidence, result.log_evidence - result.elbo.total(),
      result.summary.report());
  text += fmt::format("{:>6} {:>16}", "pass", "bound");
  for (const vi::Elbo::Term& term : result.elbo.terms()) text += fmt::format(" {:>16}", term.name);
  text += "\n";
  for (std::size_t pass = 0; pass < result.trace.size(); ++pass) {
    text += fmt::format("{:>6} {:>16.8f}", pass + 1, result.trace[pass].total());
    for (const vi::Elbo::Term& term : result.trace[pass].terms())
      text += fmt::format(" {:>16.8f}", term.value);
    text += "\n";
  }
  return text;
}

std::string to_json(const NormalResult& result) {
  Json trace = Json::array();
  for (std::size_t pass = 0; pass < result.trace.size(); ++pass) {
    Json entry{{"pass", pass + 1}, {"elbo", result.trace[pass].total()}};
    for (const vi::Elbo::Term& term : result.trace[pass].terms()) entry[term.name] = term.value;
    trace.push_back(entry);
  }
  const Json json{{"mean", {{"mean", result.mean.mean}, {"sd", result.mean.sd}}},
                  {"precision", {{"shape", result.precision.shape}, {"rate", result.precision.rate}}},
                  {"elbo", result.elbo.total()},
                  {"log_evidence", result.log_evidence},
                  {"converged", result.summary.termination == vi::Termination::converged},
                  {"passes", result.summary.passes},
                  {"trace", trace}};
  return json.dump(2) + "\n";
}

report::Plot trace_plot(const NormalResult& result) {
  report::Series bound{.name = "bound", .x = {}, .y = {}};
  for (std::size_t pass = 0; pass < result.trace.size(); ++pass) {
    bound.x.push_back(static_cast<double>(pass + 1));
    bound.y.push_back(result.trace[pass].total());
  }
  return {.title = result.name, .x_label = "pass", .y_label = "bound (nats)", .series = {bound}};
}

report::TerminalStyle style_of_stdout() {
  return {.columns = std::min(100, terminal_width(STDOUT_FILENO)),
          .colour = stdout_has_colour() && is_utf8_locale()};
}

}  // namespace vilda::app
