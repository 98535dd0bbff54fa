#include "vilda/lda/lazy_topics.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "lda/kernels/kernels.hpp"
#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

// The factor is folded into the mass before numbers leave the range in which they are exact.
constexpr double kSmallestFactor = 1e-60;

}  // namespace

LazyTopics::LazyTopics(Topics topics)
    : row_sums_(topics.row_sums()), digamma_of_row_sums_(topics.digamma_of_row_sums()) {
  mass_ = std::move(topics).lambda();
}

Eigen::VectorXd LazyTopics::expected_log(Eigen::Index word) const {
  return lambda(word).unaryExpr(&math::digamma) - digamma_of_row_sums_;
}

void LazyTopics::mean(Eigen::Index word, const Eigen::ArrayXd& inverse_sums, float* row) const {
  kernels::mean_row(mass_.col(word).data(), factor_, offset_, inverse_sums.data(),
                    static_cast<std::size_t>(num_topics()), row);
}

double LazyTopics::smallest_lambda() const {
  double smallest = std::numeric_limits<double>::infinity();
#pragma omp parallel for schedule(static) reduction(min : smallest)
  for (Eigen::Index w = 0; w < num_words(); ++w) smallest = std::min(smallest, mass_.col(w).minCoeff());
  return factor_ * smallest + offset_;
}

void LazyTopics::step(const AddExpectedCounts& add_counts, double eta, double scale, double rho) {
  shrink(1 - rho);
  offset_ = (1 - rho) * offset_ + rho * eta;
  const Eigen::ArrayXd counts = add_counts(rho * scale / factor_, mass_);
  row_sums_ = (1 - rho) * row_sums_.array() + rho * (scale * counts + eta * static_cast<double>(num_words()));
  digamma_of_row_sums_ = row_sums_.unaryExpr(&math::digamma);
}

void LazyTopics::add_to_all(double change) {
  offset_ += change;
  row_sums_.array() += change * static_cast<double>(num_words());
  digamma_of_row_sums_ = row_sums_.unaryExpr(&math::digamma);
}

void LazyTopics::shrink(double by) {
  factor_ *= by;
  if (factor_ >= kSmallestFactor) return;
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < num_words(); ++w) {
    if (factor_ == 0) {
      mass_.col(w).setZero();
    } else {
      mass_.col(w) *= factor_;
    }
  }
  factor_ = 1;
}

void LazyTopics::settle() {
#pragma omp parallel for schedule(static)
  for (Eigen::Index w = 0; w < num_words(); ++w) mass_.col(w) = lambda(w).eval();
  factor_ = 1;
  offset_ = 0;
  row_sums_ = lda::row_sums(mass_);
  digamma_of_row_sums_ = row_sums_.unaryExpr(&math::digamma);
}

Topics LazyTopics::topics() const& {
  return Topics((factor_ * mass_.array() + offset_).matrix());
}

Topics LazyTopics::topics() && {
  settle();
  return Topics(std::move(mass_));
}

}  // namespace vilda::lda
