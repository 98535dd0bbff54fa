#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

namespace vilda {

/// |a - b| as a share of the larger of |b| and `scale`; zero where both are the same infinity.
inline double relative_error(double a, double b, double scale = 0) {
  if (a == b) return 0;
  const double error = std::abs(a - b) / std::max({std::abs(b), scale, std::numeric_limits<double>::min()});
  return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

/// The largest absolute difference of two matrices of the same shape.
inline double largest_difference(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  return a.size() == 0 ? 0 : (a - b).cwiseAbs().maxCoeff();
}

/// The gradient of f at x by central differences.
template <class Function, class Vector>
Vector numerical_gradient(const Function& f, const Vector& x, double relative_step = 1e-6) {
  Vector gradient = x;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double step = relative_step * std::max(std::abs(x[i]), 1e-3);
    Vector above = x, below = x;
    above[i] += step;
    below[i] -= step;
    gradient[i] = (f(above) - f(below)) / (above[i] - below[i]);
  }
  return gradient;
}

}  // namespace vilda
