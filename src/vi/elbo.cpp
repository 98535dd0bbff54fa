#include "vilda/vi/elbo.hpp"

#include <algorithm>
#include <numeric>

namespace vilda::vi {

double Elbo::total() const {
  return std::accumulate(terms_.begin(), terms_.end(), 0.0,
                         [](double sum, const Term& term) { return sum + term.value; });
}

double Elbo::term(std::string_view name) const {
  const auto found = std::ranges::find(terms_, name, &Term::name);
  return found == terms_.end() ? 0 : found->value;
}

Elbo& Elbo::operator+=(const Elbo& other) {
  for (const Term& term : other.terms_) {
    const auto mine = std::ranges::find(terms_, term.name, &Term::name);
    if (mine == terms_.end()) {
      terms_.push_back(term);
    } else {
      mine->value += term.value;
    }
  }
  return *this;
}

Elbo& Elbo::operator*=(double factor) {
  for (Term& term : terms_) term.value *= factor;
  return *this;
}

std::string Elbo::fallen_term(const Elbo& before) const {
  const auto gain = [&](const Term& term) { return term.value - before.term(term.name); };
  const auto fallen = std::ranges::min_element(terms_, {}, gain);
  return fallen == terms_.end() ? std::string() : fallen->name;
}

}  // namespace vilda::vi
