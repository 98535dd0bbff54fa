#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <tuple>

#include "vilda/vi/conjugate_model.hpp"
#include "vilda/vi/elbo.hpp"
#include "vilda/vi/gamma.hpp"
#include "vilda/vi/gaussian.hpp"

namespace vilda::gaussian {

struct NormalModelOptions {
  double prior_mean = 0;          ///< mu_0
  double prior_precision = 0.01;  ///< lambda_0 > 0
  double prior_shape = 1;         ///< a_0 > 0
  double prior_rate = 1;          ///< b_0 > 0
  bool conjugate = false;         ///< whether the mean's prior precision scales with tau
  /// E[tau] at the start, > 0; by default the prior's, a_0 / b_0.
  std::optional<double> initial_precision;

  void validate() const;  ///< throws InvalidOption that names the option
};

/// Data from a normal distribution of unknown mean mu and precision tau, q(mu, tau) = q(mu) q(tau):
///
///   x_i | mu, tau ~ N(mu, 1 / tau),  tau ~ Gamma(a_0, rate b_0)
///   mu ~ N(mu_0, 1 / lambda_0)           independent priors, or
///   mu | tau ~ N(mu_0, 1 / (lambda_0 tau))    conjugate (Normal-Gamma)
///
/// q(mu) is Gaussian, q(tau) Gamma; they are updated in this order. Bishop (2006), Pattern Recognition and
/// Machine Learning, section 10.1.3, eqs. 10.24 to 10.30. The data are centred on their mean inside, so that
/// a large offset costs no digits of the precision.
///
/// The bound's terms: data = sum_i E[log p(x_i | mu, tau)]; -kl_mean = -E[KL(q(mu) || p(mu | tau))];
/// -kl_precision = -KL(q(tau) || p(tau)).
class NormalModel {
 public:
  class Mean;
  class Precision;

  /// `data`: at least one number, all finite.
  NormalModel(std::span<const double> data, const NormalModelOptions& options);

  vi::Gaussian mean() const;                                 ///< q(mu)
  const vi::Gamma& precision() const { return precision_; }  ///< q(tau)

  /// log p(x), in nats, to about 1e-9: in closed form with conjugate priors, else by quadrature over log tau.
  double log_evidence() const;

  // vi::ConjugateModel. There are no local variables.
  std::size_t num_items() const { return static_cast<std::size_t>(data_.size()); }
  void infer(vi::Batch) {}
  vi::Elbo local_elbo(vi::Batch batch) const;
  vi::Elbo global_elbo() const;
  std::tuple<Mean, Precision> coordinates();

 private:
  double expected_squared_error(double x) const;      ///< E[(x - mu)^2]
  double log_likelihood_given(double log_tau) const;  ///< log p(x | tau), mu integrated out

  NormalModelOptions options_;
  double offset_;         ///< the data's mean; all below is relative to it
  Eigen::VectorXd data_;  ///< num_items
  double prior_mean_;
  vi::Gaussian mean_;
  vi::Gamma precision_;
};

/// q(mu), as the drivers see it.
class NormalModel::Mean {
 public:
  using Natural = vi::Gaussian::Natural;

  explicit Mean(NormalModel& model) : model_(&model) {}
  Natural natural() const { return model_->mean_.natural(); }
  Natural prior() const;
  Natural expected_statistics(vi::Batch batch) const;
  void set_natural(const Natural& eta) { model_->mean_ = vi::Gaussian::from_natural(eta); }

 private:
  NormalModel* model_;
};

/// q(tau), as the drivers see it.
class NormalModel::Precision {
 public:
  using Natural = vi::Gamma::Natural;

  explicit Precision(NormalModel& model) : model_(&model) {}
  Natural natural() const { return model_->precision_.natural(); }
  Natural prior() const;
  Natural expected_statistics(vi::Batch batch) const;
  void set_natural(const Natural& eta) { model_->precision_ = vi::Gamma::from_natural(eta); }

 private:
  NormalModel* model_;
};

}  // namespace vilda::gaussian
