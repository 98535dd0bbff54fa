#pragma once

#include <Eigen/Core>

#include "vilda/gaussian/density.hpp"
#include "vilda/vi/elbo.hpp"
#include "vilda/vi/gaussian.hpp"

namespace vilda::gaussian {

/// The bound of a Gaussian q(x) = N(x | m, s^2) on the log evidence of p, relative to the highest value of f,
/// and its derivatives by (m, s) as expectations, without a derivative of f:
///
///   ELBO(m, s) = E_q[f(x)] + H(q),  z = (x - m) / s,  He_k: Hermite polynomials (z, z^2 - 1, z^3 - 3z, ...)
///   dELBO/dm = E[z f] / s              d2ELBO/dm2   = E[He_2 f] / s^2
///   dELBO/ds = E[He_2 f] / s + 1 / s   d2ELBO/dm ds = E[He_3 f] / s^2
///                                      d2ELBO/ds2   = E[(He_2 + He_4) f] / s^2 - 1 / s^2
///
/// Opper & Archambeau (2009), The variational Gaussian approximation revisited, eqs. 10 and 11, before
/// integration by parts.
struct BoundAt {
  vi::Elbo elbo;             ///< terms expected_log_density, entropy; nats
  Eigen::Vector2d gradient;  ///< by m, s
  Eigen::Matrix2d hessian;
  double error = 0;  ///< estimate of the quadrature's absolute error in E[f], nats
};

/// Bound -inf, with no derivatives, where q has weight beyond the part of the line on which f can be
/// evaluated.
BoundAt bound_at(const Density& p, const vi::Gaussian& q);

}  // namespace vilda::gaussian
