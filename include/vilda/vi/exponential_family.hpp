#pragma once

#include <Eigen/Core>
#include <concepts>

/// Exponential families in their natural parametrisation, and the one Kullback-Leibler divergence they share.
///
///   q(x) = h(x) exp(<eta, t(x)> - A(eta))
///
/// Wainwright & Jordan (2008), Graphical models, exponential families, and variational inference, section 3.
namespace vilda::vi {

template <class Q>
concept ExponentialFamily = requires(const Q q, const typename Q::Natural eta) {
  { q.natural() } -> std::convertible_to<typename Q::Natural>;              // eta
  { q.expected_statistics() } -> std::convertible_to<typename Q::Natural>;  // E_q[t(x)], the gradient of A
  { q.log_normalizer() } -> std::convertible_to<double>;                    // A(eta), in nats
  { q.entropy() } -> std::convertible_to<double>;                           // -E_q[log q(x)], in nats
  { Q::from_natural(eta) } -> std::same_as<Q>;
};

/// <a, E[t]>, where a statistic whose expectation is zero adds nothing, whatever its coefficient: 0 log 0 =
/// 0.
template <class Natural>
double expected_inner_product(const Natural& coefficients, const Natural& expectations) {
  double sum = 0;
  for (Eigen::Index i = 0; i < expectations.size(); ++i) {
    if (expectations[i] != 0) sum += coefficients[i] * expectations[i];
  }
  return sum;
}

/// KL(q || p) = <eta_q - eta_p, E_q[t]> - A(eta_q) + A(eta_p), in nats; infinite where q has mass that p has
/// not. Both members must have the same dimension.
template <ExponentialFamily Q>
double kl(const Q& q, const Q& p) {
  const typename Q::Natural difference = q.natural() - p.natural();
  const typename Q::Natural expectations = q.expected_statistics();
  return expected_inner_product(difference, expectations) - q.log_normalizer() + p.log_normalizer();
}

}  // namespace vilda::vi
