#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "app/interruption.hpp"
#include "app/meaningless_options.hpp"
#include "app/output_place.hpp"
#include "app/verb.hpp"
#include "app/verbs/gaussian_output.hpp"
#include "vilda/error.hpp"
#include "vilda/gaussian/parse_numbers.hpp"
#include "vilda/gaussian/targets.hpp"
#include "vilda/io/input.hpp"
#include "vilda/io/output.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::app {
namespace {

/// "MEAN,SD".
vi::Gaussian parse_start(const std::string& text) {
  vi::Gaussian q;
  const char* const end = text.data() + text.size();
  const auto mean = std::from_chars(text.data(), end, q.mean);
  const bool has_sd = mean.ec == std::errc() && mean.ptr != end && *mean.ptr == ',';
  const auto sd = has_sd ? std::from_chars(mean.ptr + 1, end, q.sd) : mean;
  if (!has_sd || sd.ec != std::errc() || sd.ptr != end || !std::isfinite(q.mean) || !std::isfinite(q.sd) ||
      !(q.sd > 0)) {
    throw InvalidOption(fmt::format("--start is \"{}\"; expected MEAN,SD with SD above 0", text));
  }
  return q;
}

std::string read_text(const std::string& path) {
  return path == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : io::read_file(path);
}

/// Keeps the bound of every pass.
class Trace : public vi::Observer {
 public:
  void on_pass(const vi::Summary& summary) override { bounds_.push_back(*summary.elbo); }
  bool stop_requested() override { return Interruption::requested(); }
  const std::vector<vi::Elbo>& bounds() const { return bounds_; }

 private:
  Interruption interruption_;
  std::vector<vi::Elbo> bounds_;
};

const std::vector<std::string> kDensityOptions = {"compare", "draws", "scan-from", "scan-to", "start"};
const std::vector<std::string> kDataOptions = {
    "conjugate", "prior-mean", "prior-precision", "prior-shape", "prior-rate", "method", "initial-precision",
    "passes",    "tolerance",  "batch-size",      "tau",         "kappa",      "strict"};
const std::vector<std::string> kStochasticOptions = {"batch-size", "tau", "kappa"};

class GaussianVerb : public Verb {
 public:
  std::string name() const override { return "gaussian"; }
  std::string summary() const override { return "fits Gaussians to a density, or a normal model to numbers"; }
  std::string usage() const override {
    return "gaussian (--log-density EXPR | --target NAME | --data FILE) [options]";
  }
  std::string examples() const override {
    return "  vilda gaussian --log-density \"-0.5*x^2 - log(1+exp(-3*x))\" --compare\n"
           "  vilda gaussian --target mixture:weight=0.4,mean2=3 --plot mixture.svg\n"
           "  vilda gaussian --data numbers.txt --conjugate --prior-precision 1";
  }
  void add_options(po::options_description& options, po::positional_options_description& positional) override;
  std::string notes() const override;
  int run(const CommonOptions& common, const po::variables_map& given) override;

 private:
  void add_density_options(po::options_description& options);
  void add_data_options(po::options_description& options);
  void require_one_problem(const po::variables_map& given) const;
  int run_density(const CommonOptions& common, const po::variables_map& given);
  int run_data(const CommonOptions& common, const po::variables_map& given);
  template <class Result>
  void show(const CommonOptions& common, const Result& result, const report::Plot& plot) const;

  std::string expression_;
  std::string target_;
  std::string data_;
  std::string plot_;
  bool force_ = false;

  bool compare_ = false;
  int draws_ = gaussian::MetropolisOptions{}.num_draws;
  double scan_from_ = 0;
  double scan_to_ = 0;
  std::vector<std::string> starts_;

  gaussian::NormalModelOptions model_;
  double initial_precision_ = 0;
  std::string method_;
  bool strict_ = false;
  vi::AscentOptions ascent_{.max_passes = 100, .tolerance = 1e-12};
  int batch_size_ = 10;
  vi::RobbinsMonro schedule_;
};

void GaussianVerb::add_options(po::options_description& options, po::positional_options_description&) {
  options.add_options()  //
      ("log-density", po::value(&expression_)->value_name("EXPR"),
       "fit Gaussians to this unnormalised log density of x")                                      //
      ("target", po::value(&target_)->value_name("NAME"), "or to a named density (listed below)")  //
      ("data", po::value(&data_)->value_name("FILE"),
       "or fit a normal model to numbers, one a line (blank lines and # comments do not count); - is "
       "standard input")                                                                                   //
      ("plot", po::value(&plot_)->value_name("FILE.svg"), "draw p and q, or the bound by passes, as SVG")  //
      ("force", po::bool_switch(&force_), "replace the plot that stands there");
  add_density_options(options);
  add_data_options(options);
}

void GaussianVerb::add_density_options(po::options_description& options) {
  options.add_options()  //
      ("compare", po::bool_switch(&compare_),
       "add the true mean, sd and tails, and what a Metropolis sampler says of them")                       //
      ("draws", po::value(&draws_)->default_value(draws_)->value_name("N"), "the sampler's draws a chain")  //
      ("scan-from", po::value(&scan_from_)->value_name("X"), "look for modes more closely from here ...")   //
      ("scan-to", po::value(&scan_to_)->value_name("X"), "... to here; the whole line is scanned anyway")   //
      ("start", po::value(&starts_)->value_name("MEAN,SD"), "one more start of the ascents; may be repeated");
}

void GaussianVerb::add_data_options(po::options_description& options) {
  const auto real = [](double& value, const char* name) {
    return po::value(&value)->default_value(value, fmt::format("{}", value))->value_name(name);
  };
  options.add_options()  //
      ("conjugate", po::bool_switch(&model_.conjugate),
       "the mean's prior precision is a multiple of the precision")                                     //
      ("prior-mean", real(model_.prior_mean, "M"), "the mean's prior: normal with this mean ...")       //
      ("prior-precision", real(model_.prior_precision, "L"), "... and this precision, above 0")         //
      ("prior-shape", real(model_.prior_shape, "A"), "the precision's prior: Gamma of this shape ...")  //
      ("prior-rate", real(model_.prior_rate, "B"), "... and this rate, both above 0")                   //
      ("initial-precision", po::value(&initial_precision_)->value_name("P"),
       "the precision's mean at the start (default: its prior mean, A / B)")  //
      ("method", po::value(&method_)->default_value("batch")->value_name("NAME"),
       "batch: coordinate ascent; svi: stochastic ascent")  //
      ("passes", po::value(&ascent_.max_passes)->default_value(ascent_.max_passes)->value_name("N"),
       "at most so many passes over the data")                                                          //
      ("tolerance", real(ascent_.tolerance, "T"), "stop once the bound's relative change is below it")  //
      ("batch-size", po::value(&batch_size_)->default_value(batch_size_)->value_name("N"),
       "svi: numbers a step")                                                             //
      ("tau", real(schedule_.tau, "TAU"), "svi: steps are (tau + t)^-kappa; at least 1")  //
      ("kappa", real(schedule_.kappa, "KAPPA"), "svi: in [0.5, 1]")                       //
      ("strict", po::bool_switch(&strict_), "exit with 4 where the bound has not converged");
}

std::string GaussianVerb::notes() const {
  std::string text = fmt::format(
      "Expressions: x, numbers, + - * / ^, comparisons, CONDITION ? A : B, pi, e, and\n  {}\n  (sd: standard "
      "deviation; log is natural; -x^2 is -(x^2))\n\nTargets, NAME or NAME:PARAMETER=VALUE,...:\n",
      gaussian::functions_of_expressions());
  for (const gaussian::Target& target : gaussian::targets()) {
    std::vector<std::string> parameters;
    for (const auto& parameter : target.parameters) {
      parameters.push_back(fmt::format("{}={}", parameter.name, parameter.value));
    }
    text += fmt::format("  {}:{}\n      {}\n", target.name, fmt::join(parameters, ","), target.summary);
  }
  return text;
}

void GaussianVerb::require_one_problem(const po::variables_map& given) const {
  const int problems = is_given(given, "log-density") + is_given(given, "target") + is_given(given, "data");
  if (problems != 1) {
    throw InvalidOption(
        fmt::format("{} of --log-density, --target and --data are given; expected one", problems));
  }
  if (is_given(given, "data")) {
    refuse_meaningless(given, kDensityOptions, "with --data");
    if (method_ == "batch") refuse_meaningless(given, kStochasticOptions, "with --method batch");
  } else {
    refuse_meaningless(given, kDataOptions, "without --data");
  }
  if (!compare_) refuse_meaningless(given, {"draws"}, "without --compare");
}

int GaussianVerb::run(const CommonOptions& common, const po::variables_map& given) {
  require_one_problem(given);
  if (!plot_.empty()) require_place(plot_, force_, io::OutputKind::file, {data_});
  return data_.empty() ? run_density(common, given) : run_data(common, given);
}

template <class Result>
void GaussianVerb::show(const CommonOptions& common, const Result& result, const report::Plot& plot) const {
  if (!plot_.empty()) io::write_file(plot_, report::svg(plot), force_);
  if (common.json) {
    fmt::print("{}", to_json(result));
  } else {
    fmt::print("{}\n{}", to_text(result), report::text(plot, style_of_stdout()));
  }
}

int GaussianVerb::run_density(const CommonOptions& common, const po::variables_map& given) {
  using Clock = std::chrono::steady_clock;
  gaussian::ScanOptions scan;
  if (given.count("scan-from") != 0) scan.from = scan_from_;
  if (given.count("scan-to") != 0) scan.to = scan_to_;
  gaussian::FitOptions options;
  for (const std::string& start : starts_) options.starts.push_back(parse_start(start));
  gaussian::MetropolisOptions sampling{.num_draws = draws_, .seed = static_cast<std::uint64_t>(common.seed)};
  sampling.validate();
  const gaussian::LogDensity f = target_.empty() ? gaussian::parse_log_density(expression_)
                                                 : gaussian::log_density(gaussian::find_target(target_));
  const Clock::time_point begin = Clock::now();
  const gaussian::Density p(f, scan);
  DensityResult result{.name = target_.empty() ? expression_ : target_,
                       .fit = gaussian::fit_gaussian(p, options),
                       .comparison = {}};
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (compare_) result.comparison = gaussian::compare(p, result.fit.optima.front().q, seconds, sampling);
  show(common, result, density_plot(p, result));
  return done;
}

int GaussianVerb::run_data(const CommonOptions& common, const po::variables_map& given) {
  if (method_ != "batch" && method_ != "svi") {
    throw InvalidOption(fmt::format("--method is \"{}\"; expected batch or svi", method_));
  }
  if (batch_size_ < 1)
    throw InvalidOption(fmt::format("--batch-size is {}; it must be at least 1", batch_size_));
  if (given.count("initial-precision") != 0) model_.initial_precision = initial_precision_;
  model_.validate();
  const vi::StochasticOptions stochastic{.batch_size = static_cast<std::size_t>(batch_size_),
                                         .schedule = schedule_,
                                         .seed = static_cast<std::uint64_t>(common.seed)};
  stochastic.validate();
  ascent_.validate();
  const std::vector<double> data =
      gaussian::parse_numbers(read_text(data_), data_ == "-" ? "standard input" : data_);
  gaussian::NormalModel model(data, model_);
  Trace trace;
  const vi::Summary summary = method_ == "svi" ? vi::stochastic_ascent(model, ascent_, stochastic, trace)
                                               : vi::coordinate_ascent(model, ascent_, trace);
  if (summary.termination == vi::Termination::bound_fell ||
      summary.termination == vi::Termination::not_finite) {
    throw Failure(summary.report());
  }
  const NormalResult result{.name = data_,
                            .num_items = data.size(),
                            .mean = model.mean(),
                            .precision = model.precision(),
                            .elbo = model.local_elbo(vi::in_order(data.size())) + model.global_elbo(),
                            .log_evidence = model.log_evidence(),
                            .summary = summary,
                            .trace = trace.bounds()};
  show(common, result, trace_plot(result));
  if (summary.termination == vi::Termination::interrupted) return interrupted;
  return strict_ && summary.termination != vi::Termination::converged ? not_converged : done;
}

}  // namespace

std::unique_ptr<Verb> make_gaussian() {
  return std::make_unique<GaussianVerb>();
}

}  // namespace vilda::app
