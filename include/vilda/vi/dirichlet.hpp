#pragma once

#include <Eigen/Core>
#include <utility>

namespace vilda::vi {

/// Dirichlet distribution on the simplex of K proportions.
///
///   p(x | a) = prod_k x_k^(a_k - 1) / B(a),  B(a) = prod_k Gamma(a_k) / Gamma(sum_k a_k)
///   natural eta = a,  t(x) = log x,  h(x) = prod_k 1 / x_k,  A(eta) = log B(a)
///
/// Blei, Ng & Jordan (2003), Latent Dirichlet allocation, appendix A.1 (h keeps small a_k exact in eta).
struct Dirichlet {
  using Natural = Eigen::VectorXd;

  Eigen::VectorXd concentration;  ///< K, each > 0

  static Dirichlet from_natural(Natural eta) { return {.concentration = std::move(eta)}; }
  static Dirichlet symmetric(Eigen::Index size, double concentration) {
    return {.concentration = Natural::Constant(size, concentration)};
  }
  const Natural& natural() const { return concentration; }
  Natural expected_statistics() const;  ///< E[log x_k] = digamma(a_k) - digamma(sum_k a_k)
  double log_normalizer() const;
  double entropy() const;  ///< log B(a) + (a_0 - K) digamma(a_0) - sum_k (a_k - 1) digamma(a_k)

  double sum() const { return concentration.sum(); }                            ///< a_0
  Eigen::VectorXd mean() const { return concentration / concentration.sum(); }  ///< K, sums to 1
};

}  // namespace vilda::vi
