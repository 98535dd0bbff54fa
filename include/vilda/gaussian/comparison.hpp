#pragma once

#include <optional>

#include "vilda/gaussian/density.hpp"
#include "vilda/gaussian/metropolis.hpp"
#include "vilda/vi/gaussian.hpp"

namespace vilda::gaussian {

/// Three answers about one density p, side by side: by quadrature (the truth), by variational inference (a
/// Gaussian q), and by Monte Carlo. The tails are what lies beyond q's mean -+ 2 sd.
struct Comparison {
  struct Answer {
    std::optional<double> mean;  ///< absent where p has none
    std::optional<double> sd;
    double below = 0;  ///< P(x < lower)
    double above = 0;  ///< P(x > upper)
    double seconds = 0;
  };

  double lower = 0;
  double upper = 0;
  Answer exact;
  Answer variational;
  MetropolisAnswer metropolis;
};

/// `seconds`: what finding q took.
Comparison compare(const Density& p, const vi::Gaussian& q, double seconds, const MetropolisOptions& options);

}  // namespace vilda::gaussian
