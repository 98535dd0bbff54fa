#include "vilda/vi/summary.hpp"

#include <fmt/format.h>

#include <cmath>

namespace vilda::vi {

std::string to_string(Termination termination) {
  switch (termination) {
    case Termination::converged:
      return "converged";
    case Termination::pass_limit:
      return "pass limit reached";
    case Termination::bound_fell:
      return "the bound fell";
    case Termination::not_finite:
      return "the bound is not finite";
    case Termination::interrupted:
      return "interrupted";
  }
  return "unknown";
}

std::optional<double> Summary::relative_change() const {
  if (!elbo || !elbo_before) return std::nullopt;
  const double bound = elbo->total();
  return bound == elbo_before->total() ? 0 : (bound - elbo_before->total()) / std::abs(bound);
}

std::string Summary::report() const {
  std::string line =
      fmt::format("{} after {} {}", to_string(termination), passes, passes == 1 ? "pass" : "passes");
  if (elbo) line += fmt::format(", bound {:.6f} nats", elbo->total());
  if (termination == Termination::not_finite && elbo) {
    for (const Elbo::Term& term : elbo->terms())
      if (!std::isfinite(term.value)) line += fmt::format(", {} is {}", term.name, term.value);
  }
  if (termination == Termination::bound_fell && elbo && elbo_before) {
    const std::string fallen = elbo->fallen_term(*elbo_before);
    line += fmt::format(", {:.6f} before; the term that fell most is {}, from {:.6f} to {:.6f}",
                        elbo_before->total(), fallen, elbo_before->term(fallen), elbo->term(fallen));
  }
  return line;
}

}  // namespace vilda::vi
