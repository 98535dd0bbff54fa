#include "app/train_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <sstream>

#include "vilda/error.hpp"

namespace vilda::app {
namespace {

/// Up to so many documents coordinate ascent is the better choice; beyond, mini-batches get further in the
/// same time.
constexpr std::size_t kLargestBatchCorpus = 20'000;

double positive_number(std::string_view text, std::string_view option) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || !std::isfinite(value)) {
    throw InvalidOption(fmt::format("{} has \"{}\"; it must be a positive number{}", option, text,
                                    text == "auto" ? " (this version does not learn priors yet)" : ""));
  }
  return value;
}

std::vector<double> positive_numbers(const std::string& list, std::string_view option) {
  std::vector<double> numbers;
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ',');) numbers.push_back(positive_number(part, option));
  if (numbers.empty()) throw InvalidOption(fmt::format("{} is empty; it must be a positive number", option));
  return numbers;
}

lda::Method method_named(const std::string& name, std::size_t num_documents) {
  if (name == "auto") return num_documents <= kLargestBatchCorpus ? lda::Method::batch : lda::Method::svi;
  if (name == lda::name_of(lda::Method::batch)) return lda::Method::batch;
  if (name == lda::name_of(lda::Method::svi)) return lda::Method::svi;
  throw InvalidOption(fmt::format("--method is \"{}\"; it must be one of auto, batch, svi", name));
}

}  // namespace

void TrainOptions::add(po::options_description& options) {
  initialization_ = lda::name_of(options_.initialization.method);
  precision_ = lda::name_of(options_.document.precision);
  batch_size_ = static_cast<std::int64_t>(options_.stochastic.batch_size);
  options_.priors.eta = 0.05;
  options_.stochastic.schedule = {.tau = 64, .kappa = 0.7};
  options.add_options()                                                           //
      ("topics,K", po::value(&num_topics_)->value_name("K"), "number of topics")  //
      ("method", po::value(&method_)->default_value(method_)->value_name("NAME"),
       "batch (coordinate ascent), svi (stochastic), or auto: by the size of the corpus")  //
      ("passes",
       po::value(&options_.ascent.max_passes)->default_value(options_.ascent.max_passes)->value_name("N"),
       "at most so many passes over the corpus")  //
      ("tolerance",
       po::value(&options_.ascent.tolerance)
           ->default_value(options_.ascent.tolerance, "1e-05")
           ->value_name("T"),
       "converged once the bound changes by less than this share in a pass")  //
      ("alpha", po::value(&alpha_)->default_value(alpha_)->value_name("A"),
       "prior of a document's topics: a number, or K numbers separated by commas")  //
      ("eta", po::value(&options_.priors.eta)->default_value(options_.priors.eta, "0.05")->value_name("E"),
       "prior of a topic's words")  //
      ("init", po::value(&initialization_)->default_value(initialization_)->value_name("NAME"),
       ("start: " + lda::initialization_names()).c_str())  //
      ("init-passes",
       po::value(&options_.initialization.passes)
           ->default_value(options_.initialization.passes)
           ->value_name("N"),
       "passes of the point-estimates start")  //
      ("document-iterations",
       po::value(&options_.document.max_iterations)
           ->default_value(options_.document.max_iterations)
           ->value_name("N"),
       "at most so many iterations a document and pass")  //
      ("document-tolerance",
       po::value(&options_.document.tolerance)
           ->default_value(options_.document.tolerance, "0.001")
           ->value_name("T"),
       "a document has converged once its gamma changes by less than this on average")  //
      ("precision", po::value(&precision_)->default_value(precision_)->value_name("NAME"),
       "float64, or float32: vectorised, several times faster, the bound to about 8 digits")  //
      ("batch-size", po::value(&batch_size_)->default_value(batch_size_)->value_name("N"),
       "svi: documents a step")  //
      ("tau",
       po::value(&options_.stochastic.schedule.tau)
           ->default_value(options_.stochastic.schedule.tau)
           ->value_name("T"),
       "svi: step sizes are (tau + t)^-kappa")  //
      ("kappa",
       po::value(&options_.stochastic.schedule.kappa)
           ->default_value(options_.stochastic.schedule.kappa, "0.7")
           ->value_name("K"),
       "svi: see --tau");
}

void TrainOptions::validate_early() const {
  if (num_topics_ < 1 || num_topics_ > lda::kMaxTopics) {
    throw InvalidOption(fmt::format("--topics is {}; it must lie in 1 to {}", num_topics_, lda::kMaxTopics));
  }
  if (batch_size_ < 1)
    throw InvalidOption(fmt::format("--batch-size is {}; it must be at least 1", batch_size_));
  resolved(CommonOptions{}, 1).validate();
}

lda::Priors TrainOptions::priors() const {
  const std::vector<double> alpha = positive_numbers(alpha_, "--alpha");
  lda::Priors priors = lda::Priors::symmetric(num_topics_, alpha[0], options_.priors.eta);
  if (alpha.size() > 1) {
    priors.alpha = Eigen::Map<const Eigen::VectorXd>(alpha.data(), static_cast<Eigen::Index>(alpha.size()));
  }
  return priors;
}

lda::TrainingOptions TrainOptions::resolved(const CommonOptions& common, std::size_t num_documents) const {
  lda::TrainingOptions options = options_;
  options.num_topics = num_topics_;
  options.method = method_named(method_, num_documents);
  options.priors = priors();
  options.initialization.method = lda::initialization_named(initialization_);
  options.document.precision = lda::precision_named(precision_);
  options.stochastic.batch_size = static_cast<std::size_t>(batch_size_);
  options.seed = static_cast<std::uint64_t>(common.seed);
  return options;
}

OptionRecord record(const lda::TrainingOptions& options) {
  OptionRecord record{
      {"passes", std::int64_t{options.ascent.max_passes}},
      {"tolerance", options.ascent.tolerance},
      {"init", std::string(lda::name_of(options.initialization.method))},
      {"init-passes", std::int64_t{options.initialization.passes}},
      {"document-iterations", std::int64_t{options.document.max_iterations}},
      {"document-tolerance", options.document.tolerance},
      {"precision", std::string(lda::name_of(options.document.precision))},
  };
  if (options.method == lda::Method::svi) {
    record["batch-size"] = static_cast<std::int64_t>(options.stochastic.batch_size);
    record["tau"] = options.stochastic.schedule.tau;
    record["kappa"] = options.stochastic.schedule.kappa;
  }
  return record;
}

lda::TrainingOptions options_recorded(const lda::Model& model) {
  const auto number = [&](const char* name) {
    const lda::OptionValue& value = model.options.at(name);
    const auto* whole = std::get_if<std::int64_t>(&value);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
  };
  lda::TrainingOptions options;
  options.num_topics = model.priors.alpha.size();
  options.method = method_named(model.method, 0);
  options.priors = model.priors;
  options.seed = model.seed;
  options.ascent.max_passes = static_cast<int>(number("passes"));
  options.ascent.tolerance = number("tolerance");
  options.document.max_iterations = static_cast<int>(number("document-iterations"));
  options.document.tolerance = number("document-tolerance");
  options.document.precision = lda::precision_named(std::get<std::string>(model.options.at("precision")));
  if (options.method == lda::Method::svi) {
    options.stochastic.batch_size = static_cast<std::size_t>(number("batch-size"));
    options.stochastic.schedule = {.tau = number("tau"), .kappa = number("kappa")};
  }
  return options;
}

}  // namespace vilda::app
