// What a stochastic step costs as the vocabulary grows while the documents stay the same: it should cost
// nothing. tests/benchmark/step builds and runs it.
#include <fmt/format.h>
#include <omp.h>

#include <boost/program_options.hpp>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <random>

#include "benchmark/run.hpp"
#include "benchmark/stopwatch.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/vi/item_order.hpp"
#include "vilda/vi/schedule.hpp"

namespace vilda::benchmark {
namespace {

namespace po = boost::program_options;

constexpr std::size_t kTokens = 100;  // of a document

constexpr const char* kHelp =
    "What a stochastic step costs as the vocabulary grows while the documents stay the same.\n\n"
    "  scripts/benchmark step [options]\n\n"
    "2,000 documents of 100 tokens, drawn from 30,000 words by Zipf's law. A step is what stochastic ascent\n"
    "makes of a mini-batch: the E-step (svi 20 iterations, collapsed 5 sweeps, float32), the batch's part "
    "of\n"
    "the bound, the update of the topics. In the large vocabulary the words are the same ones, or are "
    "spread\n"
    "over all of it, where fewer of them share a page of memory. Processor time of one thread.\n\n"
    "First the topics are verified: after a pass they hold the tokens that the steps put there, the\n"
    "documents took as many iterations, and words have the same topics spread or not.\n";

struct Options {
  Eigen::Index num_topics = 20;
  std::size_t num_words = 30'000, times = 100, num_documents = 2'000, batch_size = 256, passes = 11;
};

/// The synthetic documents over a vocabulary of `num_words`, word w being number w * spread.
math::Counts documents(const Options& options, std::size_t num_words, std::size_t spread) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform(0, 1);
  arma::umat places(2, options.num_documents * kTokens);
  for (std::size_t i = 0; i < places.n_cols; ++i) {
    const double rank = std::pow(static_cast<double>(options.num_words), uniform(random));
    places(0, i) = std::min(static_cast<std::size_t>(rank) - 1, options.num_words - 1) * spread;
    places(1, i) = i / kTokens;
  }
  return math::Counts(true, places, arma::Col<arma::u32>(places.n_cols, arma::fill::ones), num_words,
                      options.num_documents);
}

/// Words that are spread begin as they do otherwise, and topics weigh the same.
lda::Topics start(const Options& options, std::size_t num_words, std::size_t spread) {
  Eigen::MatrixXd lambda(options.num_topics, static_cast<Eigen::Index>(num_words));
  for (Eigen::Index w = 0; w < lambda.cols(); ++w) {
    const auto word = static_cast<Eigen::Index>(static_cast<std::size_t>(w) / spread % options.num_words);
    for (Eigen::Index k = 0; k < options.num_topics; ++k)
      lambda(k, w) = 0.5 + static_cast<double>((word * 7919 + k * 104'729) % 1009) / 1009;
  }
  return lda::Topics(std::move(lambda));
}

/// Stochastic ascent on one of the corpora, timed a step at a time.
class Case {
 public:
  Case(std::string name, const Options& options, const lda::DocumentOptions& document, std::size_t times,
       std::size_t spread)
      : name_(std::move(name)),
        spread_(spread),
        batch_size_(options.batch_size),
        counts_(std::make_unique<math::Counts>(documents(options, options.num_words * times, spread))),
        model_(std::make_unique<lda::Lda>(*counts_, start(options, counts_->n_rows, spread),
                                          lda::Priors::symmetric(options.num_topics, 0.1, kEta), document,
                                          lda::GammaStart::even)) {
    mass_ = model_->topics().row_sums().sum() - prior_mass();
  }

  const std::string& name() const { return name_; }

  /// One pass; seconds of each step.
  std::vector<double> pass() {
    std::vector<double> seconds;
    const std::vector<std::size_t> items = vi::in_order(model_->num_items());
    for (std::size_t first = 0; first < items.size(); first += batch_size_) {
      const vi::Batch batch(items.data() + first, std::min(batch_size_, items.size() - first));
      const double rho = schedule_(steps_++);
      const double before = processor_seconds();
      model_->infer(batch);
      bound_ = model_->local_elbo(batch).total();
      vi::step(*model_, batch, rho);
      seconds.push_back(processor_seconds() - before);
      mass_ += rho * (static_cast<double>(items.size() * kTokens) - mass_);
    }
    return seconds;
  }

  /// What lambda holds beyond eta: every step moves it towards the number of tokens.
  double error_of_mass() const {
    return std::abs((model_->topics().row_sums().sum() - prior_mass()) / mass_ - 1);
  }

  /// K x words of the small vocabulary.
  Eigen::MatrixXd lambda_of_words(std::size_t num_words) const {
    const lda::Topics topics = model_->topics();
    return topics.lambda()(
        Eigen::all, Eigen::seqN(0, static_cast<Eigen::Index>(num_words), static_cast<Eigen::Index>(spread_)));
  }

  /// Of the steps since the last call: words times iterations.
  double iterations() { return static_cast<double>(model_->take_ledger().word_iterations); }

 private:
  static constexpr double kEta = 0.01;

  double prior_mass() const {
    return kEta * static_cast<double>(counts_->n_rows) * static_cast<double>(model_->priors().alpha.size());
  }

  std::string name_;
  std::size_t spread_, batch_size_;
  std::unique_ptr<const math::Counts> counts_;  // its place does not change: the model refers to it
  std::unique_ptr<lda::Lda> model_;
  vi::RobbinsMonro schedule_{.tau = 64, .kappa = 0.7};
  std::uint64_t steps_ = 0;
  double mass_ = 0, bound_ = 0;
};

/// Why what the cases have after a pass is wrong; empty where it is not.
std::string fault(const Options& options, std::vector<Case>& cases) {
  std::vector<double> iterations;
  for (Case& some : cases) {
    some.pass();
    iterations.push_back(some.iterations());
    if (some.error_of_mass() > 1e-6)
      return fmt::format("{}: lambda holds other tokens than the steps gave it", some.name());
    if (iterations.back() != iterations[0])
      return fmt::format("{}: {} iterations, not {}", some.name(), iterations.back(), iterations[0]);
  }
  const Eigen::MatrixXd dense = cases[1].lambda_of_words(options.num_words);
  const Eigen::MatrixXd spread = cases[2].lambda_of_words(options.num_words);
  return (dense - spread).norm() <= 1e-4 * dense.norm() ? "" : "words that are spread have other topics";
}

int measure(const char* method, const Options& options, const lda::DocumentOptions& document) {
  const std::size_t large = options.num_words * options.times;
  std::vector<Case> cases;
  cases.emplace_back(fmt::format("V = {}", options.num_words), options, document, 1, 1);
  cases.emplace_back(fmt::format("V = {}", large), options, document, options.times, 1);
  cases.emplace_back(fmt::format("V = {}, words spread", large), options, document, options.times,
                     options.times);
  if (const std::string why = fault(options, cases); !why.empty()) {
    fmt::print(stderr, "{}, {}: nothing is timed\n", method, why);
    return 1;
  }
  std::vector<std::vector<double>> seconds(cases.size()), ratios(cases.size());
  for (std::size_t pass = 0; pass < options.passes; ++pass) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      seconds[i].push_back(median(cases[i].pass()));
      ratios[i].push_back(seconds[i].back() / seconds[0].back());
    }
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    fmt::print("  {:<10} {:<28} {:9.3f} ms a step {:6.2f} times the time\n", method, cases[i].name(),
               1e3 * median(seconds[i]), median(ratios[i]));
  }
  return 0;
}

Options options_of(int argc, char** argv) {
  Options options;
  po::options_description described("Options");
  const auto add = [&](const char* name, auto& number, const char* what) {
    described.add_options()(name, po::value(&number)->default_value(number)->value_name("N"), what);
  };
  described.add_options()("help,h", "show this help");
  add("topics,K", options.num_topics, "number of topics");
  add("words", options.num_words, "the small vocabulary");
  add("times", options.times, "how much larger the large one is");
  add("documents", options.num_documents, "number of documents");
  add("batch-size", options.batch_size, "documents a step");
  add("passes", options.passes, "medians of so many passes, of their median step");
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, described), given);
  if (given.count("help") != 0) {
    std::cout << kHelp << "\n" << described;
    std::exit(0);
  }
  po::notify(given);
  if (options.num_topics < 1 || options.num_words == 0 || options.times == 0 || options.num_documents == 0 ||
      options.batch_size == 0 || options.passes == 0)
    throw po::error("every option must be at least 1");
  return options;
}

}  // namespace

int run(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  fmt::print("{} documents of {} tokens, K = {}, {} documents a step, one thread, medians of {} passes\n",
             options.num_documents, kTokens, options.num_topics, options.batch_size, options.passes);
  omp_set_num_threads(1);  // the time is that of one thread's processor
  const int svi =
      measure("svi", options, {.max_iterations = 20, .tolerance = 0, .precision = lda::Precision::float32});
  const int collapsed =
      measure("collapsed", options,
              {.inference = lda::DocumentInference::collapsed, .max_iterations = 5, .tolerance = 0});
  return std::max(svi, collapsed);
}

}  // namespace vilda::benchmark
