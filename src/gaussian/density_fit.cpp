#include "vilda/gaussian/density_fit.hpp"

#include <fmt/format.h>
#include <nlopt.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "vilda/error.hpp"
#include "vilda/gaussian/expectations.hpp"

namespace vilda::gaussian {
namespace {

using vi::Gaussian;

// ---- Coordinates: (mean, log sd), in units of an origin's sd ---------------------------------------------

Gaussian moved(const Gaussian& origin, const Eigen::Vector2d& by) {
  return {.mean = origin.mean + origin.sd * by[0], .sd = origin.sd * std::exp(by[1])};
}

/// Gradient and Hessian of the bound by (mean / s, log sd) at q itself, from those by (mean, sd).
struct ScaledDerivatives {
  Eigen::Vector2d gradient;
  Eigen::Matrix2d hessian;

  ScaledDerivatives(const BoundAt& bound, double s)
      : gradient(s * bound.gradient), hessian(s * s * bound.hessian) {
    hessian(1, 1) += gradient[1];  // d2/d(log s)2 = s^2 d2/ds2 + s d/ds
  }
  Eigen::Vector2d newton_step() const { return -hessian.fullPivLu().solve(gradient); }
};

// ---- Ascent ----------------------------------------------------------------------------------------------

/// NLopt's view of the bound around an origin.
struct Objective {
  const Density& p;
  Gaussian origin;
  double unit = 1;  ///< nats: SLSQP's first step is the gradient in these units

  static double evaluate(unsigned, const double* by, double* gradient, void* self) {
    const auto& objective = *static_cast<const Objective*>(self);
    const Gaussian q = moved(objective.origin, {by[0], by[1]});
    const BoundAt bound = bound_at(objective.p, q);
    if (gradient != nullptr) {
      gradient[0] = objective.origin.sd * bound.gradient[0] / objective.unit;
      gradient[1] = q.sd * bound.gradient[1] / objective.unit;
    }
    const double elbo = bound.elbo.total() / objective.unit;
    return std::isfinite(elbo) ? elbo : -1e300;
  }
};

/// The best q within a box around the origin, three sds wide and a factor e high.
Gaussian ascend_in_box(const Density& p, const Gaussian& origin) {
  Objective objective{p, origin, std::max(1.0, origin.sd * bound_at(p, origin).gradient.norm())};
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(NLOPT_LD_SLSQP, 2),
                                                                         &nlopt_destroy);
  const std::array lower{-3.0, -1.0};
  const std::array upper{3.0, 1.0};
  nlopt_set_max_objective(optimiser.get(), &Objective::evaluate, &objective);
  nlopt_set_lower_bounds(optimiser.get(), lower.data());
  nlopt_set_upper_bounds(optimiser.get(), upper.data());
  nlopt_set_xtol_abs1(optimiser.get(), 1e-4);
  nlopt_set_maxeval(optimiser.get(), 60);
  std::array by{0.0, 0.0};
  double elbo = 0;
  nlopt_optimize(optimiser.get(), by.data(), &elbo);  // however it ends, `by` is the best so far
  return moved(origin, {by[0], by[1]});
}

/// Newton's method from near an optimum, as long as its steps are small and shrink.
Gaussian polish(const Density& p, Gaussian q) {
  double last_size = 0.1;
  for (int i = 0; i < 8; ++i) {
    const Eigen::Vector2d step = ScaledDerivatives(bound_at(p, q), q.sd).newton_step();
    if (!(step.norm() < last_size)) break;
    last_size = step.norm();
    q = moved(q, step);
  }
  return q;
}

/// Where q is so wide that the tails of f decide, narrower ones gain at once.
Gaussian narrowed(const Density& p, Gaussian q) {
  constexpr double kGain = 10;  // nats
  double bound = bound_at(p, q).elbo.total();
  for (int i = 0; i < 60; ++i) {
    const Gaussian half{.mean = q.mean, .sd = q.sd / 2};
    const double better = bound_at(p, half).elbo.total();
    if (std::isfinite(bound) && !(better > bound + kGain)) break;
    q = half;
    bound = better;
  }
  return q;
}

Gaussian ascend(const Density& p, Gaussian q) {
  constexpr int kMostBoxes = 60;
  q = narrowed(p, q);
  for (int box = 0; box < kMostBoxes; ++box) {
    const Gaussian better = ascend_in_box(p, q);
    const double move = std::max(std::abs(better.mean - q.mean) / q.sd, std::abs(std::log(better.sd / q.sd)));
    q = better;
    if (move < 0.01) break;
  }
  return polish(p, q);
}

// ---- Starts ----------------------------------------------------------------------------------------------

/// Normal approximation to the part of p in [from, to] near its mode.
struct Part {
  double weight;
  Gaussian q;
};

Part merge(const Part& a, const Part& b) {
  const double weight = a.weight + b.weight;
  const double mean = a.q.mean + b.weight / weight * (b.q.mean - a.q.mean);
  const double distance = b.q.mean - a.q.mean;
  const double variance = (a.weight * a.q.variance() + b.weight * b.q.variance()) / weight +
                          a.weight * b.weight / (weight * weight) * distance * distance;
  return {.weight = weight, .q = {.mean = mean, .sd = std::sqrt(variance)}};
}

constexpr std::size_t kManyModes = 14;

/// Runs of neighbouring modes, first and last: all of them; among many modes, those around the highest.
std::vector<std::pair<std::size_t, std::size_t>> runs_of_modes(const std::vector<Part>& parts) {
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  const std::size_t last = parts.size() - 1;
  if (parts.size() <= kManyModes) {
    for (std::size_t i = 0; i < last; ++i) {
      for (std::size_t j = i + 1; j <= last; ++j) runs.emplace_back(i, j);
    }
    return runs;
  }
  const auto heaviest =
      static_cast<std::size_t>(std::ranges::max_element(parts, {}, &Part::weight) - parts.begin());
  for (std::size_t k = 1; k < 2 * parts.size(); k *= 2) {
    runs.emplace_back(heaviest - std::min(heaviest, k), std::min(last, heaviest + k));
  }
  return runs;
}

std::vector<Gaussian> starts(const Density& p) {
  const std::vector<Mode>& modes = p.landscape().modes;
  std::vector<Gaussian> result;
  std::vector<Part> parts;
  for (const Mode& mode : modes) {
    const double weight = mode.width() * std::exp(p(mode.x)) + std::numeric_limits<double>::min();
    parts.push_back({.weight = weight, .q = {.mean = mode.x, .sd = mode.width()}});
  }
  for (const auto& [first, last] : runs_of_modes(parts)) {
    Part run = parts[first];
    for (std::size_t i = first + 1; i <= last; ++i) run = merge(run, parts[i]);
    result.push_back(run.q);
  }
  const double reach = 30 * std::max(modes.back().x - modes.front().x, p.landscape().highest_mode().width());
  const double factor = modes.size() > kManyModes ? 1000 : 3;
  for (const Mode& mode : modes) {
    for (double sd = mode.width(); sd < reach; sd *= factor) result.push_back({.mean = mode.x, .sd = sd});
  }
  return result;
}

// ---- Optima ----------------------------------------------------------------------------------------------

bool same(const Gaussian& a, const Gaussian& b) {
  constexpr double kNear = 1e-5;  // in sds
  return std::abs(a.mean - b.mean) < kNear * std::min(a.sd, b.sd) && std::abs(std::log(a.sd / b.sd)) < kNear;
}

/// A stationary point of the bound, if the ascent ended at one.
struct Stationary {
  Optimum optimum;
  std::optional<Eigen::Vector2d> ascent_direction;  ///< at a saddle
};

/// Of bounds at q, in nats; worse than promised where f itself is.
double accuracy(const Density& p, const Gaussian& q) {
  return std::max(1e-8, 8 * p.rounding(q.mean, q.sd));
}

std::optional<Stationary> stationary_at(const Density& p, const Gaussian& q) {
  const BoundAt bound = bound_at(p, q);
  const ScaledDerivatives derivatives(bound, q.sd);
  constexpr double kMostGradient = 1e-6;  // nats an sd
  if (!std::isfinite(bound.elbo.total()) || !(derivatives.gradient.norm() < kMostGradient))
    return std::nullopt;
  if (!(bound.error < accuracy(p, q))) {
    throw Failure(
        fmt::format("the quadrature of E_q[f] at mean {:.6g}, sd {:.6g} did not reach its tolerance: "
                    "error {:.1e} nats, expected below {:.0e}",
                    q.mean, q.sd, bound.error, accuracy(p, q)));
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> curvature(derivatives.hessian);
  Stationary result{.optimum = {.q = q, .elbo = bound.elbo}, .ascent_direction = {}};
  if (curvature.eigenvalues()[1] >= 0) result.ascent_direction = curvature.eigenvectors().col(1);
  return result;
}

/// Follows every start uphill; from a saddle, both ways down its ridge.
std::vector<Optimum> find_optima(const Density& p, std::vector<Gaussian> queue) {
  std::vector<Optimum> optima;
  std::vector<Gaussian> saddles;
  const auto known = [&](const Gaussian& q) {
    return std::ranges::any_of(optima, [&](const Optimum& other) { return same(other.q, q); }) ||
           std::ranges::any_of(saddles, [&](const Gaussian& other) { return same(other, q); });
  };
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Gaussian q = ascend(p, queue[i]);
    if (known(q)) continue;
    const std::optional<Stationary> found = stationary_at(p, q);
    if (!found) continue;
    if (found->ascent_direction) {
      saddles.push_back(q);
      for (const double step : {0.3, -0.3}) queue.push_back(moved(q, step * *found->ascent_direction));
    } else {
      optima.push_back(found->optimum);
    }
  }
  return optima;
}

}  // namespace

DensityFit fit_gaussian(const Density& p, const FitOptions& options) {
  constexpr double kMostRounding =
      2e-7;  // nats; its average over a quadrature is below the accuracy promised
  if (p.landscape().rounding > kMostRounding) {
    throw Failure(fmt::format(
        "the log density is wrong by {:.0e} nats from rounding near x = {:.6g}; expected less than {:.0e} "
        "(do large terms cancel? write (x-m)^2, not x^2-2*m*x+m^2)",
        p.landscape().rounding, p.landscape().highest_mode().x, kMostRounding));
  }
  const double log_evidence = relative_log_evidence(p);
  std::vector<Gaussian> queue = starts(p);
  queue.insert(queue.end(), options.starts.begin(), options.starts.end());
  DensityFit fit{.log_evidence = p.highest() + log_evidence, .optima = find_optima(p, std::move(queue))};
  if (fit.optima.empty()) {
    throw Failure(
        "no finite optimum: KL(q||p) has no minimum over the Gaussians that the ascents reached; expected "
        "E_q[log "
        "density] to be finite for some q");
  }
  for (Optimum& optimum : fit.optima) {
    optimum.kl = log_evidence - optimum.elbo.total();
    optimum.elbo += vi::Elbo{{"expected_log_density", p.highest()}};
  }
  std::ranges::sort(fit.optima, {}, &Optimum::kl);
  if (fit.optima.front().kl < -accuracy(p, fit.optima.front().q)) {
    throw Failure(
        fmt::format("the bound exceeds the log evidence by {:.1e} nats: the quadrature missed a part of p",
                    -fit.optima.front().kl));
  }
  for (Optimum& optimum : fit.optima) optimum.kl = std::max(0.0, optimum.kl);
  return fit;
}

}  // namespace vilda::gaussian
