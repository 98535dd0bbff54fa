#include "vilda/gaussian/metropolis.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <chrono>
#include <cmath>

#include "vilda/error.hpp"
#include "vilda/math/random.hpp"

namespace vilda::gaussian {
namespace {

/// One random walk.
class Chain {
 public:
  Chain(const Density& p, const Mode& start, std::uint64_t seed, std::uint64_t index)
      : p_(p),
        random_(seed, math::Stream::metropolis, index),
        x_(start.x),
        log_density_(p(start.x)),
        step_(2.4 * start.width()) {}

  /// Whether the proposal was accepted.
  bool step() {
    const double proposal = x_ + step_ * normal_(random_);
    const double log_density = p_(proposal);
    const double threshold = std::log(uniform_(random_));
    if (!(log_density - log_density_ > threshold)) return false;
    x_ = proposal;
    log_density_ = log_density;
    return true;
  }
  void adapt(bool accepted, int steps_done) {
    constexpr double kBestRate = 0.44;
    step_ *= std::exp(((accepted ? 1 : 0) - kBestRate) * 5 / std::sqrt(25 + steps_done));
  }
  double x() const { return x_; }

 private:
  const Density& p_;
  math::CounterEngine random_;
  boost::random::normal_distribution<double> normal_;
  boost::random::uniform_01<double> uniform_;
  double x_;
  double log_density_;
  double step_;
};

/// Mean of a function of the draws (a chain a column), by batch means.
Estimate mean_of(const Eigen::ArrayXXd& values) {
  const auto size = static_cast<Eigen::Index>(std::sqrt(static_cast<double>(values.rows())));
  const Eigen::Index batches_a_chain = values.rows() / size;
  Eigen::ArrayXd batches(batches_a_chain * values.cols());
  for (Eigen::Index i = 0; i < batches.size(); ++i) {
    batches[i] = values.col(i / batches_a_chain).segment(i % batches_a_chain * size, size).mean();
  }
  // Batches of one chain are near-independent, but chains that found different modes are not draws of one:
  // their own spread counts where it is larger.
  const auto standard_error = [](const Eigen::ArrayXd& means) {
    const auto n = static_cast<double>(means.size());
    return std::sqrt((means - means.mean()).square().sum() / (n - 1) / n);
  };
  const Eigen::ArrayXd chains = values.colwise().mean().transpose();
  return {.value = values.mean(),
          .standard_error = std::max(standard_error(batches), standard_error(chains))};
}

}  // namespace

void MetropolisOptions::validate() const {
  const auto at_least = [](const char* name, int value, int least) {
    if (value < least)
      throw InvalidOption(fmt::format("{} is {}; it must be at least {}", name, value, least));
  };
  at_least("chains", num_chains, 2);
  at_least("burn-in", num_burn_in, 100);
  at_least("draws", num_draws, 100);
}

MetropolisAnswer sample_metropolis(const Density& p, double lower, double upper,
                                   const MetropolisOptions& options) {
  options.validate();
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  std::vector<Mode> modes = p.landscape().modes;
  std::ranges::sort(modes, std::ranges::greater(), &Mode::log_density);
  Eigen::ArrayXXd draws(options.num_draws, options.num_chains);
  Eigen::Index num_accepted = 0;
  for (int c = 0; c < options.num_chains; ++c) {
    const auto index = static_cast<std::size_t>(c);
    Chain chain(p, modes[index % modes.size()], options.seed, index);
    for (int i = 0; i < options.num_burn_in; ++i) chain.adapt(chain.step(), i);
    for (int i = 0; i < options.num_draws; ++i) {
      if (chain.step()) ++num_accepted;
      draws(i, c) = chain.x();
    }
  }
  MetropolisAnswer answer;
  answer.mean = mean_of(draws);
  const Estimate variance = mean_of((draws - answer.mean.value).square());
  answer.sd.value = std::sqrt(variance.value);
  answer.sd.standard_error = variance.standard_error / (2 * answer.sd.value);  // delta method
  answer.below = mean_of((draws < lower).cast<double>());
  answer.above = mean_of((draws > upper).cast<double>());
  answer.acceptance_rate = static_cast<double>(num_accepted) / static_cast<double>(draws.size());
  answer.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return answer;
}

}  // namespace vilda::gaussian
