#pragma once

#include <ostream>
#include <vector>

#include "vilda/vi/categorical.hpp"
#include "vilda/vi/dirichlet.hpp"
#include "vilda/vi/gamma.hpp"
#include "vilda/vi/gaussian.hpp"

/// Members of each family, the awkward ones among them.
namespace vilda::vi {

inline std::ostream& operator<<(std::ostream& out, const Gaussian& q) {
  return out << "Gaussian(" << q.mean << ", " << q.sd << ")";
}
inline std::ostream& operator<<(std::ostream& out, const Gamma& q) {
  return out << "Gamma(" << q.shape << ", " << q.rate << ")";
}
inline std::ostream& operator<<(std::ostream& out, const Dirichlet& q) {
  return out << "Dirichlet(" << q.concentration.transpose() << ")";
}
inline std::ostream& operator<<(std::ostream& out, const Categorical& q) {
  return out << "Categorical(" << q.probabilities.transpose() << ")";
}

template <class Q>
std::vector<Q> awkward();

template <>
inline std::vector<Gaussian> awkward() {
  return {{0, 1}, {-3, 0.01}, {100, 5}, {0.5, 300}, {1e-3, 2e-3}};
}
template <>
inline std::vector<Gamma> awkward() {
  return {{1, 1}, {0.01, 3}, {30, 0.001}, {500, 700}, {2.5, 1e4}};
}
template <>
inline std::vector<Dirichlet> awkward() {
  return {{Eigen::Vector3d(1, 1, 1)},
          {Eigen::Vector3d(0.02, 5, 0.7)},
          {Eigen::Vector2d(400, 3)},
          {Eigen::VectorXd::Constant(20, 0.1)}};
}
template <>
inline std::vector<Categorical> awkward() {
  return {{Eigen::Vector3d(0.2, 0.3, 0.5)},
          {Eigen::Vector2d(1e-6, 1 - 1e-6)},
          {Eigen::VectorXd::Constant(40, 1 / 40.)}};
}

}  // namespace vilda::vi
