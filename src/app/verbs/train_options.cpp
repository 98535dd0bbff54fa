#include "app/verbs/train_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "vilda/error.hpp"
#include "vilda/lda/collapsed_steps.hpp"

namespace vilda::app {
namespace {

const vi::StochasticOptions kSviSteps{.batch_size = 256, .schedule = {.tau = 64, .kappa = 0.7}};

double positive_number(std::string_view text, std::string_view option) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || !std::isfinite(value)) {
    throw InvalidOption(fmt::format("{} has \"{}\"; it must be auto or a positive number", option, text));
  }
  return value;
}

std::vector<double> positive_numbers(const std::string& list, std::string_view option) {
  if (list.empty()) throw InvalidOption(fmt::format("{} is empty; it must be a positive number", option));
  std::vector<double> numbers;
  std::istringstream parts(list + ',');  // what a comma ends is a part, an empty one too
  for (std::string part; std::getline(parts, part, ',');) numbers.push_back(positive_number(part, option));
  return numbers;
}

std::optional<lda::Method> method_named(std::string_view name) {
  for (const lda::Method method : {lda::Method::batch, lda::Method::svi, lda::Method::collapsed}) {
    if (name == lda::name_of(method)) return method;
  }
  return std::nullopt;
}

/// The collapsed method ends best, and first, on small corpora and on large ones.
lda::Method method_or_auto(std::string_view name) {
  if (name == "auto") return lda::Method::collapsed;
  if (const auto method = method_named(name)) return *method;
  throw InvalidOption(fmt::format("--method is \"{}\"; it must be one of auto, batch, svi, collapsed", name));
}

/// float64 where rounding in float32, up to 5e-9 of the bound, could show: in the exact bound of batch that
/// goes on while it gains as little, or comes there at once, as of a small corpus, where float64 takes no
/// time.
lda::Precision precision_or_auto(std::string_view name, const lda::TrainingOptions& options,
                                 const lda::CorpusSize& corpus) {
  constexpr double kGainAboveRounding = 1e-6;
  constexpr std::uint64_t kNoTime = 1 << 20;  // topics of pairs: a pass takes a hundredth of a second
  if (name != "auto") return lda::precision_named(name);
  const bool shows = options.ascent.tolerance < kGainAboveRounding ||
                     corpus.pairs * static_cast<std::uint64_t>(options.num_topics) < kNoTime;
  return options.method == lda::Method::batch && shows ? lda::Precision::float64 : lda::Precision::float32;
}

lda::Method recorded_method(const RecordedOptions& recorded) {
  if (const auto method = method_named(recorded.model.method)) return *method;
  throw BadInput(fmt::format("{}: found method \"{}\"; expected batch, svi or collapsed", recorded.file,
                             recorded.model.method));
}

/// Where alpha starts when it is learned: documents have room for some topics, not for all.
double first_alpha(int num_topics) {
  return std::min(0.1, 5.0 / num_topics);
}

/// Of few topics it is learned larger than 0.05, and batch ends higher from above.
double first_eta(int num_topics) {
  return std::max(0.05, 1.0 / num_topics);
}

}  // namespace

void TrainOptions::add(po::options_description& options) {
  options.add_options()                                                           //
      ("topics,K", po::value(&num_topics_)->value_name("K"), "number of topics")  //
      ("method", po::value(&method_)->default_value(method_)->value_name("NAME"),
       "batch (coordinate ascent), svi (stochastic), collapsed (stochastic, theta integrated out), or "
       "auto: collapsed")  //
      ("passes",
       po::value(&options_.ascent.max_passes)->default_value(options_.ascent.max_passes)->value_name("N"),
       "at most so many passes over the corpus")  //
      ("tolerance",
       po::value(&options_.ascent.tolerance)
           ->default_value(options_.ascent.tolerance, "1e-05")
           ->value_name("T"),
       "converged once the bound changes by less than this share in a pass; svi, collapsed: its mean over "
       "ten "
       "passes, or by less than its standard error")  //
      ("alpha", po::value(&alpha_)->default_value(alpha_)->value_name("A"),
       "prior of a document's topics: auto (learned), a number, or K numbers separated by commas")  //
      ("eta", po::value(&eta_)->default_value(eta_)->value_name("E"),
       "prior of a topic's words: auto (learned) or a number")  //
      ("init", po::value(&initialization_)->default_value(initialization_)->value_name("NAME"),
       ("start: " + lda::initialization_names() +
        ", or auto: spectral with 5 --init-passes (batch, svi), spectral (collapsed, up to 1000 documents, "
        "or "
        "2^20 pairs and more), random (collapsed between, and for more than 200 topics)")
           .c_str())  //
      ("init-passes",
       po::value<int>()->value_name("N")->notifier([this](int passes) { initialization_passes_ = passes; }),
       "passes of collapsed inference that work on the start (5 for collapsed and auto, else none)")  //
      ("restarts", po::value(&restarts_)->default_value(restarts_)->value_name("N"),
       "trains so often, from the seeds --seed, --seed + 1, ..., and keeps the model of the best bound, "
       "of equals the first; a spectral start is the same for all of them")  //
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
       "float64, or float32: vectorised, several times faster, the bound to about 8 digits; auto: float32, "
       "but float64 for batch with a tolerance below 1e-6 or a small corpus")  //
      ("batch-size",
       po::value<std::int64_t>()->value_name("N")->notifier([this](std::int64_t n) { batch_size_ = n; }),
       "svi, collapsed: documents a step (svi 256; collapsed a 32nd of all, 16 to 4096)")  //
      ("tau", po::value<double>()->value_name("T")->notifier([this](double tau) { tau_ = tau; }),
       "svi, collapsed: step sizes are (tau + t)^-kappa (svi, or with --from, 64; collapsed 1 from random "
       "topics, 8 from others)")  //
      ("kappa", po::value<double>()->value_name("K")->notifier([this](double kappa) { kappa_ = kappa; }),
       "svi, collapsed: see --tau (0.7)")  //
      ("smallest-step",
       po::value<double>()->value_name("RHO")->notifier([this](double rho) { smallest_step_ = rho; }),
       "svi, collapsed: steps do not become smaller (svi 0; collapsed 1.5 divided by the steps of a pass, at "
       "most 0.1)")  //
      ("annealing-passes",
       po::value<int>()->value_name("N")->notifier([this](int n) { annealing_passes_ = n; }),
       "svi, collapsed: the first N passes make steps at least 4.7 times as large as --smallest-step (svi, "
       "or "
       "with --from, 0; collapsed 4)")  //
      ("sweeps", po::value<int>()->value_name("N")->notifier([this](int sweeps) { sweeps_ = sweeps; }),
       "collapsed: sweeps over a document's words (8)");
}

void TrainOptions::take_choices(const lda::TrainingOptions& recorded) {
  if (method_ == "auto") method_ = lda::name_of(recorded.method);
  if (initialization_ == "auto") initialization_ = lda::name_of(recorded.initialization.method);
}

void TrainOptions::validate_early() const {
  if (num_topics_ < 1 || num_topics_ > lda::kMaxTopics) {
    throw InvalidOption(fmt::format("--topics is {}; it must lie in 1 to {}", num_topics_, lda::kMaxTopics));
  }
  if (restarts_ < 1) throw InvalidOption(fmt::format("--restarts is {}; it must be at least 1", restarts_));
  if (batch_size_ && *batch_size_ < 1)
    throw InvalidOption(fmt::format("--batch-size is {}; it must be at least 1", *batch_size_));
  const lda::TrainingOptions options = resolved(CommonOptions{}, {.documents = 1});
  options.validate();
  require_used(options);
}

void TrainOptions::require_used(const lda::TrainingOptions& options) const {
  const auto require = [](bool used, const char* option, bool given, std::string_view user) {
    if (given && !used) throw InvalidOption(fmt::format("--{} is only for {}", option, user));
  };
  const bool stochastic = options.method != lda::Method::batch;
  const std::string methods = fmt::format("--method svi and collapsed, not {}", lda::name_of(options.method));
  require(stochastic, "batch-size", batch_size_.has_value(), methods);
  require(stochastic, "tau", tau_.has_value(), methods);
  require(stochastic, "kappa", kappa_.has_value(), methods);
  require(stochastic, "smallest-step", smallest_step_.has_value(), methods);
  require(stochastic, "annealing-passes", annealing_passes_.has_value(), methods);
  require(options.stochastic.schedule.smallest > 0, "annealing-passes", annealing_passes_.value_or(0) > 0,
          "steps that have a --smallest-step");
  require(options.method == lda::Method::collapsed, "sweeps", sweeps_.has_value(),
          fmt::format("--method collapsed, not {}", lda::name_of(options.method)));
}

lda::Priors TrainOptions::priors() const {
  lda::Priors priors = priors_of_model_.value_or(
      lda::Priors::symmetric(num_topics_, first_alpha(num_topics_), first_eta(num_topics_)));
  if (eta_ != "auto") priors.eta = positive_number(eta_, "--eta");
  if (alpha_ == "auto") return priors;
  const std::vector<double> alpha = positive_numbers(alpha_, "--alpha");
  priors.alpha = alpha.size() == 1 ? Eigen::VectorXd::Constant(num_topics_, alpha[0])
                                   : Eigen::VectorXd(Eigen::Map<const Eigen::VectorXd>(
                                         alpha.data(), static_cast<Eigen::Index>(alpha.size())));
  return priors;
}

lda::InitializationOptions TrainOptions::initialization(lda::Method method,
                                                        const lda::CorpusSize& corpus) const {
  lda::InitializationOptions start = lda::default_start(method, num_topics_, corpus.documents, corpus.pairs);
  if (initialization_ != "auto") start = {.method = lda::initialization_named(initialization_)};
  if (initialization_passes_) start.passes = initialization_passes_;
  return start;
}

vi::StochasticOptions TrainOptions::stochastic(const lda::TrainingOptions& options,
                                               const lda::CorpusSize& corpus) const {
  const bool collapsed = options.method == lda::Method::collapsed;
  vi::StochasticOptions steps = collapsed ? lda::collapsed_steps(corpus.documents) : kSviSteps;
  const bool random = options.initialization.method == lda::Initialization::random &&
                      options.initialization.num_passes() == 0;
  if (collapsed && !random) steps.schedule.tau = lda::kTauOfKnowingTopics;
  if (priors_of_model_) steps.schedule.tau = kSviSteps.schedule.tau;
  if (tau_) steps.schedule.tau = *tau_;
  if (kappa_) steps.schedule.kappa = *kappa_;
  if (batch_size_) steps.batch_size = static_cast<std::size_t>(*batch_size_);
  if (collapsed) steps.schedule.smallest = lda::smallest_collapsed_step(steps.batch_size, corpus.documents);
  if (smallest_step_) steps.schedule.smallest = *smallest_step_;
  return steps;
}

lda::TrainingOptions TrainOptions::resolved(const CommonOptions& common,
                                            const lda::CorpusSize& corpus) const {
  lda::TrainingOptions options = options_;
  options.num_topics = num_topics_;
  options.method = method_or_auto(method_);
  options.priors = priors();
  options.learning = {.alpha = alpha_ == "auto", .eta = eta_ == "auto"};
  if (sweeps_) options.collapsed_sweeps = *sweeps_;
  options.initialization = initialization(options.method, corpus);
  options.document.precision = precision_or_auto(precision_, options, corpus);
  options.stochastic = stochastic(options, corpus);
  const bool anneals = options.method == lda::Method::collapsed && !priors_of_model_;
  options.annealing_passes = annealing_passes_.value_or(anneals ? lda::kAnnealingPasses : 0);
  options.seed = static_cast<std::uint64_t>(common.seed);
  return options;
}

OptionRecord record(const lda::TrainingOptions& options) {
  OptionRecord record{
      {"passes", std::int64_t{options.ascent.max_passes}},
      {"tolerance", options.ascent.tolerance},
      {"init", std::string(lda::name_of(options.initialization.method))},
      {"init-passes", std::int64_t{options.initialization.num_passes()}},
      {"document-iterations", std::int64_t{options.document.max_iterations}},
      {"document-tolerance", options.document.tolerance},
      {"precision", std::string(lda::name_of(options.document.precision))},
  };
  record["learn-alpha"] = options.learning.alpha;
  record["learn-eta"] = options.learning.eta;
  if (options.method == lda::Method::collapsed) record["sweeps"] = std::int64_t{options.collapsed_sweeps};
  if (options.method != lda::Method::batch) {
    record["batch-size"] = static_cast<std::int64_t>(options.stochastic.batch_size);
    record["tau"] = options.stochastic.schedule.tau;
    record["kappa"] = options.stochastic.schedule.kappa;
    record["smallest-step"] = options.stochastic.schedule.smallest;
    record["annealing-passes"] = std::int64_t{options.annealing_passes};
  }
  return record;
}

lda::TrainingOptions training_options(const RecordedOptions& recorded) {
  const lda::Model& model = recorded.model;
  lda::TrainingOptions options;
  options.num_topics = model.priors.alpha.size();
  options.method = recorded_method(recorded);
  options.priors = model.priors;
  options.seed = model.seed;
  options.ascent.max_passes = recorded.whole_number<int>("passes");
  options.ascent.tolerance = recorded.number("tolerance");
  options.document.max_iterations = recorded.whole_number<int>("document-iterations");
  options.document.tolerance = recorded.number("document-tolerance");
  options.learning = {.alpha = recorded.get<bool>("learn-alpha"), .eta = recorded.get<bool>("learn-eta")};
  if (options.method == lda::Method::collapsed)
    options.collapsed_sweeps = recorded.whole_number<int>("sweeps");
  if (options.method != lda::Method::batch) {
    options.stochastic.batch_size = recorded.whole_number<std::size_t>("batch-size");
    options.stochastic.schedule = {.tau = recorded.number("tau"),
                                   .kappa = recorded.number("kappa"),
                                   .smallest = recorded.number("smallest-step")};
    if (recorded.has("annealing-passes"))  // versions that recorded none had none
      options.annealing_passes = recorded.whole_number<int>("annealing-passes");
  }
  options.initialization.passes = recorded.whole_number<int>("init-passes");
  recorded.require_valid([&] {
    options.initialization.method = lda::initialization_named(recorded.get<std::string>("init"));
    options.document.precision = lda::precision_named(recorded.get<std::string>("precision"));
    options.validate();
  });
  return options;
}

}  // namespace vilda::app
