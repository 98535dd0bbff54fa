#include "vilda/gaussian/normal_model.hpp"

#include <fmt/format.h>

#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <string_view>

#include "vilda/error.hpp"
#include "vilda/gaussian/density.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/ascent.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::gaussian {
namespace {

const double kLogTwoPi = std::log(boost::math::constants::two_pi<double>());

void check_positive(std::string_view name, double value) {
  if (value > 0 && std::isfinite(value)) return;
  throw InvalidOption(fmt::format("{} is {}; it must be a number above 0", name, value));
}

/// E_q[log tau].
double expected_log(const vi::Gamma& precision) {
  return precision.expected_statistics()[0];
}

double square(double x) {
  return x * x;
}

static_assert(vi::ConjugateModel<NormalModel>);

}  // namespace

void NormalModelOptions::validate() const {
  if (!std::isfinite(prior_mean)) {
    throw InvalidOption(fmt::format("prior-mean is {}; it must be a finite number", prior_mean));
  }
  check_positive("prior-precision", prior_precision);
  check_positive("prior-shape", prior_shape);
  check_positive("prior-rate", prior_rate);
  if (initial_precision) check_positive("initial-precision", *initial_precision);
}

NormalModel::NormalModel(std::span<const double> data, const NormalModelOptions& options)
    : options_(options) {
  options_.validate();
  if (data.empty()) throw BadInput("no data; expected at least one number");
  data_ = Eigen::Map<const Eigen::VectorXd>(data.data(), static_cast<Eigen::Index>(data.size()));
  const double first = data_[0];
  offset_ = first + (data_.array() - first).mean();
  data_.array() -= offset_;
  prior_mean_ = options_.prior_mean - offset_;
  const double initial = options_.initial_precision.value_or(options_.prior_shape / options_.prior_rate);
  precision_ = {.shape = options_.prior_shape, .rate = options_.prior_shape / initial};
  mean_ = {.mean = prior_mean_, .sd = 1 / std::sqrt(options_.prior_precision)};
}

vi::Gaussian NormalModel::mean() const {
  return {.mean = offset_ + mean_.mean, .sd = mean_.sd};
}

std::tuple<NormalModel::Mean, NormalModel::Precision> NormalModel::coordinates() {
  return {Mean(*this), Precision(*this)};
}

double NormalModel::expected_squared_error(double x) const {
  return square(x - mean_.mean) + mean_.variance();
}

// ---- The coordinates' optima -----------------------------------------------------------------------------

NormalModel::Mean::Natural NormalModel::Mean::prior() const {
  const NormalModelOptions& options = model_->options_;
  const double precision = options.prior_precision * (options.conjugate ? model_->precision_.mean() : 1);
  return {precision * model_->prior_mean_, -0.5 * precision};
}

/// E[tau] sum_i (x_i, -1/2): eqs. 10.26 and 10.27.
NormalModel::Mean::Natural NormalModel::Mean::expected_statistics(vi::Batch batch) const {
  Natural sum = Natural::Zero();
  for (const std::size_t i : batch) sum += Natural(model_->data_[static_cast<Eigen::Index>(i)], -0.5);
  return model_->precision_.mean() * sum;
}

NormalModel::Precision::Natural NormalModel::Precision::prior() const {
  const NormalModelOptions& options = model_->options_;
  Natural prior(options.prior_shape, -options.prior_rate);
  if (options.conjugate) {
    prior +=
        Natural(0.5, -0.5 * options.prior_precision * model_->expected_squared_error(model_->prior_mean_));
  }
  return prior;
}

/// sum_i (1/2, -E[(x_i - mu)^2] / 2): eqs. 10.29 and 10.30.
NormalModel::Precision::Natural NormalModel::Precision::expected_statistics(vi::Batch batch) const {
  Natural sum = Natural::Zero();
  for (const std::size_t i : batch) {
    sum += Natural(0.5, -0.5 * model_->expected_squared_error(model_->data_[static_cast<Eigen::Index>(i)]));
  }
  return sum;
}

// ---- The bound -------------------------------------------------------------------------------------------

vi::Elbo NormalModel::local_elbo(vi::Batch batch) const {
  double data = 0;
  for (const std::size_t i : batch) {
    data += 0.5 * (expected_log(precision_) - kLogTwoPi -
                   precision_.mean() * expected_squared_error(data_[static_cast<Eigen::Index>(i)]));
  }
  return {{"data", data}};
}

vi::Elbo NormalModel::global_elbo() const {
  const double log_tau = options_.conjugate ? expected_log(precision_) : 0;
  const double tau = options_.conjugate ? precision_.mean() : 1;
  const double mean = 0.5 * (std::log(options_.prior_precision) + log_tau - kLogTwoPi -
                             options_.prior_precision * tau * expected_squared_error(prior_mean_)) +
                      mean_.entropy();
  const vi::Gamma prior{.shape = options_.prior_shape, .rate = options_.prior_rate};
  return {{"-kl_mean", mean}, {"-kl_precision", -vi::kl(precision_, prior)}};
}

// ---- The evidence ----------------------------------------------------------------------------------------

double NormalModel::log_likelihood_given(double log_tau) const {
  const double tau = std::exp(log_tau);
  const double n = static_cast<double>(data_.size());
  const double lambda = options_.prior_precision * (options_.conjugate ? tau : 1);
  const double shrunk = 1 / (1 / (n * tau) + 1 / lambda);  // lambda n tau / (lambda + n tau)
  return 0.5 * n * (log_tau - kLogTwoPi) - 0.5 * std::log1p(n * tau / lambda) -
         0.5 * tau * data_.squaredNorm() - 0.5 * shrunk * square(prior_mean_);
}

double NormalModel::log_evidence() const {
  const double a = options_.prior_shape;
  const double b = options_.prior_rate;
  const double constant = a * std::log(b) - math::lgamma(a);
  if (options_
          .conjugate) {  // Murphy (2007), Conjugate Bayesian analysis of the Gaussian distribution, eq. 95
    const double n = static_cast<double>(data_.size());
    const double lambda = options_.prior_precision;
    const double a_n = a + 0.5 * n;
    const double b_n = b + 0.5 * (data_.squaredNorm() + lambda * n / (lambda + n) * square(prior_mean_));
    return constant + math::lgamma(a_n) - a_n * std::log(b_n) + 0.5 * std::log(lambda / (lambda + n)) -
           0.5 * n * kLogTwoPi;
  }
  const Density density([&](double log_tau) {
    return constant + a * log_tau - b * std::exp(log_tau) + log_likelihood_given(log_tau);
  });
  return density.highest() + relative_log_evidence(density);
}

}  // namespace vilda::gaussian
