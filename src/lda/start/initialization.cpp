#include "vilda/lda/initialization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <utility>
#include <vector>

#include "lda/start/spectral_start.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/collapsed_steps.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/math/random.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {
namespace {

constexpr std::array<std::pair<Initialization, std::string_view>, 4> kNames{
    {{Initialization::collapsed, "collapsed"},
     {Initialization::documents, "documents"},
     {Initialization::random, "random"},
     {Initialization::spectral, "spectral"}}};

constexpr std::size_t kDrawsOfABell = 3;

/// A number of mean 1 and standard deviation `spread` < 2/3, exactly the same on every machine: the sum of
/// three uniform ones, moved.
double bell(const std::uint32_t* draws, double spread) {
  double sum = 0;
  for (std::size_t i = 0; i < kDrawsOfABell; ++i) sum += static_cast<double>(draws[i]) * 0x1p-32;
  return 1 + 2 * spread * (sum - 1.5);
}

/// Of the random start: so different must topics be to part soon.
constexpr double kSpread = 0.316;

Topics random_topics(Eigen::Index num_topics, Eigen::Index num_words, std::uint64_t seed) {
  Eigen::MatrixXd lambda(num_topics, num_words);
#pragma omp parallel
  {
    std::vector<std::uint32_t> draws(kDrawsOfABell * static_cast<std::size_t>(num_topics));
#pragma omp for schedule(static)
    for (Eigen::Index w = 0; w < num_words; ++w) {
      math::CounterEngine(seed, math::Stream::initialization, static_cast<std::uint64_t>(w)).fill(draws);
      const std::uint32_t* of_topic = draws.data();
      for (double& value : lambda.col(w)) {
        value = bell(of_topic, kSpread);
        of_topic += kDrawsOfABell;
      }
    }
  }
  return Topics(std::move(lambda));
}

/// Of every topic's mass, the share that its documents have; the rest is the corpus'.
constexpr double kShareOfSeeds = 0.5;
constexpr int kSeedsPerTopic = 10;

Topics topics_from_documents(const DocumentSource& source, Eigen::Index num_topics, std::uint64_t seed) {
  std::vector<std::uint32_t> words, counts;
  const auto add = [&](std::size_t document, auto column) {
    words.clear();
    counts.clear();
    source.append(document, words, counts);
    for (std::size_t i = 0; i < words.size(); ++i) column[words[i]] += counts[i];
  };
  Eigen::VectorXd of_corpus = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(source.num_words()), 1e-3);
  for (std::size_t d = 0; d < source.num_documents(); ++d) add(d, of_corpus.data());
  const double mass = of_corpus.sum() / static_cast<double>(num_topics);
  Eigen::MatrixXd lambda(num_topics, of_corpus.size());
  for (Eigen::Index k = 0; k < num_topics; ++k) {
    math::CounterEngine random(seed, math::Stream::initialization, static_cast<std::uint64_t>(k));
    Eigen::VectorXd of_seeds = Eigen::VectorXd::Constant(of_corpus.size(), 1e-12);
    for (int i = 0; i < kSeedsPerTopic && source.num_documents() > 0; ++i) {
      add(boost::random::uniform_int_distribution<std::size_t>(0, source.num_documents() - 1)(random),
          of_seeds.data());
    }
    lambda.row(k) = mass * ((1 - kShareOfSeeds) * of_corpus / of_corpus.sum() +
                            kShareOfSeeds * of_seeds / of_seeds.sum());
  }
  return Topics(std::move(lambda));
}

/// Of every topic's mass, the share that its factor has; the rest is the corpus'.
constexpr double kShareOfFactor = 0.9;

/// Topics that are left without a factor are drawn at random.
Topics topics_from_factors(const DocumentSource& source, Eigen::Index num_topics) {
  Eigen::MatrixXd lambda = spectral_topics(source, num_topics);
  const Eigen::RowVectorXd of_corpus = lambda.colwise().sum().array() + 1e-3;
  const double mass = of_corpus.sum() / static_cast<double>(num_topics);
  for (Eigen::Index k = 0; k < num_topics; ++k) {
    const double of_factor = lambda.row(k).sum();
    if (of_factor > 0) {
      lambda.row(k) = mass * ((1 - kShareOfFactor) * of_corpus / of_corpus.sum() +
                              kShareOfFactor * lambda.row(k) / of_factor);
    } else {
      math::CounterEngine random(0, math::Stream::initialization,
                                 static_cast<std::uint64_t>(lambda.cols() + k));
      boost::random::gamma_distribution<double> draw(1, 1);
      lambda.row(k) = of_corpus / static_cast<double>(num_topics);
      for (double& value : lambda.row(k)) value *= 1e-6 + draw(random);
    }
  }
  return Topics(std::move(lambda));
}

/// Few documents are few steps a pass: fewer steps than this and some topics have not parted.
constexpr int kFewestSteps = 20;

/// Topics that are to be worked on should have parted, not settled: batch ends higher from larger steps.
constexpr double kKappaOfStart = 0.5;

Topics after_collapsed_passes(const DocumentSource& source, const Priors& priors, Topics topics,
                              const InitializationOptions& options, std::uint64_t seed) {
  const DocumentOptions document{
      .inference = DocumentInference::collapsed, .max_iterations = kCollapsedSweeps, .tolerance = 0};
  vi::StochasticOptions stochastic = collapsed_steps(source.num_documents());
  stochastic.seed = seed;
  if (options.method != Initialization::random && options.method != Initialization::collapsed)
    stochastic.schedule.tau = kTauOfKnowingTopics;
  stochastic.schedule.kappa = kKappaOfStart;
  const std::size_t steps_a_pass = stochastic.num_batches(source.num_documents());
  const int enough = kFewestSteps / static_cast<int>(std::clamp<std::size_t>(steps_a_pass, 1, kFewestSteps));
  Lda model(source, std::move(topics), priors, document, GammaStart::even);
  vi::Observer nobody;
  vi::stochastic_ascent(model, {.max_passes = std::max(options.num_passes(), enough), .tolerance = 0},
                        stochastic, nobody);
  return model.take_topics();
}

Topics topics_before_passes(const DocumentSource& source, Eigen::Index num_topics, Initialization method,
                            std::uint64_t seed) {
  if (method == Initialization::documents) return topics_from_documents(source, num_topics, seed);
  if (method == Initialization::spectral) return topics_from_factors(source, num_topics);
  return random_topics(num_topics, static_cast<Eigen::Index>(source.num_words()), seed);
}

}  // namespace

std::string_view name_of(Initialization initialization) {
  for (const auto& [value, name] : kNames) {
    if (value == initialization) return name;
  }
  return {};
}

std::string initialization_names() {
  std::string names;
  for (const auto& [value, name] : kNames) names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  return names;
}

Initialization initialization_named(std::string_view name) {
  for (const auto& [value, its_name] : kNames) {
    if (its_name == name) return value;
  }
  throw InvalidOption(
      fmt::format("there is no start named \"{}\"; there are {}", name, initialization_names()));
}

int InitializationOptions::num_passes() const {
  constexpr int kPassesOfCollapsed = 5;
  return passes.value_or(method == Initialization::collapsed ? kPassesOfCollapsed : 0);
}

void InitializationOptions::validate() const {
  const int fewest = method == Initialization::collapsed ? 1 : 0;
  if (num_passes() < fewest)
    throw InvalidOption(fmt::format("init passes is {}; it must be at least {}", num_passes(), fewest));
}

Topics initial_topics(const DocumentSource& source, const Priors& priors,
                      const InitializationOptions& options, std::uint64_t seed) {
  priors.validate();
  options.validate();
  Topics topics = topics_before_passes(source, priors.alpha.size(), options.method, seed);
  return options.num_passes() == 0 ? topics
                                   : after_collapsed_passes(source, priors, std::move(topics), options, seed);
}

}  // namespace vilda::lda
