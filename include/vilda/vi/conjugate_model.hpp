#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <tuple>

#include "vilda/vi/elbo.hpp"

/// What both drivers ask of a model, and the one update they make.
///
/// A conditionally conjugate model has global coordinates (factors of q in exponential-family form) and,
/// perhaps, local variables that belong to one item each. Given the rest of q, the optimum of a coordinate is
/// in closed form,
///
///   eta_hat(batch) = eta_prior + N / |batch| * sum over the batch's items of E_q[t(item)],
///
/// exact where the batch is all N items, unbiased where it is a random few, and one update moves towards it:
///
///   eta <- eta + rho * (eta_hat(batch) - eta).
///
/// Hoffman, Blei, Wang & Paisley (2013), Stochastic variational inference, eqs. 13 to 25.
namespace vilda::vi {

/// Numbers of the items that an update looks at.
using Batch = std::span<const std::size_t>;

/// A global factor of q.
template <class C>
concept Coordinate = requires(C coordinate, const C reader, typename C::Natural eta, Batch batch) {
  { reader.natural() } -> std::convertible_to<typename C::Natural>;
  { reader.prior() } -> std::convertible_to<typename C::Natural>;  // eta_prior, given the other factors
  { reader.expected_statistics(batch) } -> std::convertible_to<typename C::Natural>;  // summed over the batch
  coordinate.set_natural(eta);
};

namespace detail {
template <class Tuple>
inline constexpr bool all_coordinates = false;
template <class... C>
inline constexpr bool all_coordinates<std::tuple<C...>> = (Coordinate<C> && ...);
}  // namespace detail

template <class M>
concept ConjugateModel = requires(M model, const M reader, Batch batch) {
  { reader.num_items() } -> std::convertible_to<std::size_t>;
  model.infer(batch);  // the local step: q of the batch's local variables, at the coordinates as they are
  // Terms of the bound that are sums over items, for the batch as last inferred, at the coordinates as they
  // are; and the terms that are not.
  { model.local_elbo(batch) } -> std::same_as<Elbo>;
  { reader.global_elbo() } -> std::same_as<Elbo>;
  requires detail::all_coordinates<decltype(model.coordinates())>;  // in the order in which they are updated
};

/// One update of a coordinate: rho = 1 lands on its optimum, rho = 0 changes nothing (both exactly).
template <Coordinate C>
void step(C& coordinate, Batch batch, double scale, double rho) {
  using Natural = typename C::Natural;
  const Natural target = coordinate.prior() + scale * coordinate.expected_statistics(batch);
  coordinate.set_natural((1 - rho) * coordinate.natural() + rho * target);
}

/// A model that makes the update of all its coordinates itself, faster, with the same result.
template <class M>
concept StepsItself = requires(M model, Batch batch, double scale, double rho) {
  model.step(batch, scale, rho);
};

/// One update of every coordinate in turn, from a batch whose local variables have been inferred.
/// rho in [0, 1]; the batch must not be empty.
template <ConjugateModel M>
void step(M& model, Batch batch, double rho) {
  const double scale = static_cast<double>(model.num_items()) / static_cast<double>(batch.size());
  if constexpr (StepsItself<M>) {
    model.step(batch, scale, rho);
  } else {
    std::apply([&](auto&&... coordinate) { (step(coordinate, batch, scale, rho), ...); },
               model.coordinates());
  }
}

}  // namespace vilda::vi
