#include "vilda/lda/initialization.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/random/gamma_distribution.hpp>
#include <utility>

#include "vilda/error.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/math/random.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {
namespace {

constexpr std::array<std::pair<Initialization, std::string_view>, 2> kNames{
    {{Initialization::point_estimates, "point-estimates"}, {Initialization::random, "random"}}};

Topics random_topics(Eigen::Index num_topics, Eigen::Index num_words, std::uint64_t seed) {
  Eigen::MatrixXd lambda(num_topics, num_words);
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < num_words; ++w) {
    math::CounterEngine random(seed, math::Stream::initialization, static_cast<std::uint64_t>(w));
    boost::random::gamma_distribution<double> draw(100, 1 / 100.);
    for (Eigen::Index k = 0; k < num_topics; ++k) lambda(k, w) = draw(random);
  }
  return Topics(std::move(lambda));
}

Topics after_point_estimates(const math::Counts& counts, const Priors& priors, Topics topics, int passes,
                             std::uint64_t seed, Precision precision) {
  const DocumentOptions document{.expectation = Expectation::arithmetic,
                                 .max_iterations = 10,
                                 .tolerance = 1e-2,
                                 .precision = precision};
  const vi::StochasticOptions stochastic{
      .batch_size = 64, .schedule = {.tau = 1, .kappa = 0.6}, .seed = seed};
  Lda model(counts, std::move(topics), priors, document, GammaStart::even);
  vi::Observer nobody;
  vi::stochastic_ascent(model, {.max_passes = passes, .tolerance = 0}, stochastic, nobody);
  return model.topics();
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

void InitializationOptions::validate() const {
  if (passes < 1) throw InvalidOption(fmt::format("init passes is {}; it must be at least 1", passes));
}

Topics initial_topics(const math::Counts& counts, const Priors& priors, const InitializationOptions& options,
                      std::uint64_t seed, Precision precision) {
  priors.validate();
  options.validate();
  Topics topics = random_topics(priors.alpha.size(), static_cast<Eigen::Index>(counts.n_rows), seed);
  if (options.method == Initialization::random) return topics;
  return after_point_estimates(counts, priors, std::move(topics), options.passes, seed, precision);
}

}  // namespace vilda::lda
