#pragma once

#include <cstddef>
#include <span>

namespace vilda::vi {

/// Passes that are averaged before they are compared.
inline constexpr std::size_t kPlateauWindow = 10;

/// Whether estimates of a bound, one a pass, have stopped changing, as far as their noise lets one see. With
/// w = kPlateauWindow, m the mean of the last w, m' that of the w before, and s the standard deviation of the
/// last w, that is so once
///
///   |m - m'| <= w * tolerance * |m|    a change by less than `tolerance` of the bound a pass, or
///   |m - m'| <= s * sqrt(2 / w)        no more than the standard error of that difference.
///
/// Never for fewer than 2 w estimates, nor for tolerance = 0. Two windows of a chain, compared by the
/// standard error of their difference: Geweke (1992), Evaluating the accuracy of sampling-based approaches to
/// the calculation of posterior moments.
bool has_levelled_off(std::span<const double> estimates, double tolerance);

}  // namespace vilda::vi
