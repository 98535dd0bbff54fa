#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vilda::vi {

/// The evidence lower bound, in nats, as named terms whose sum is the bound:
///
///   log p(x) >= E_q[log p(x, z)] - E_q[log q(z)]
///
/// Terms keep the order in which they were first added.
class Elbo {
 public:
  struct Term {
    std::string name;
    double value = 0;  ///< nats

    bool operator==(const Term&) const = default;
  };

  Elbo() = default;
  Elbo(std::initializer_list<Term> terms) : terms_(terms) {}

  const std::vector<Term>& terms() const { return terms_; }
  double total() const;                      ///< the bound
  double term(std::string_view name) const;  ///< zero where there is no such term

  Elbo& operator+=(const Elbo& other);  ///< terms of the same name are added
  Elbo& operator*=(double factor);

  /// The name of the term that lost most since `before`.
  std::string fallen_term(const Elbo& before) const;

  bool operator==(const Elbo&) const = default;

 private:
  std::vector<Term> terms_;
};

inline Elbo operator+(Elbo a, const Elbo& b) {
  return a += b;
}
inline Elbo operator*(double factor, Elbo a) {
  return a *= factor;
}

}  // namespace vilda::vi
