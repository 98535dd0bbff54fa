#include "vilda/lda/lazy_topics.hpp"

#include "vilda/math/special_functions.hpp"

namespace vilda::lda {
namespace {

// The factor is folded into the mass before numbers leave the range in which they are exact.
constexpr double kSmallestFactor = 1e-60;

}  // namespace

LazyTopics::LazyTopics(const Topics& topics)
    : mass_(topics.lambda()),
      row_sums_(topics.row_sums()),
      digamma_of_row_sums_(topics.digamma_of_row_sums()) {}

Eigen::VectorXd LazyTopics::expected_log(Eigen::Index word) const {
  return lambda(word).unaryExpr(&math::digamma) - digamma_of_row_sums_;
}

void LazyTopics::step(const WordCounts& batch, double eta, double scale, double rho) {
  shrink(1 - rho);
  offset_ = (1 - rho) * offset_ + rho * eta;
  const double weight = rho * scale / factor_;
  const auto num_words = static_cast<Eigen::Index>(batch.words.size());
#pragma omp parallel for schedule(static)
  for (Eigen::Index u = 0; u < num_words; ++u)
    mass_.col(batch.words[static_cast<std::size_t>(u)]) += weight * batch.counts.col(u);
  row_sums_ = (1 - rho) * row_sums_ + rho * (scale * batch.counts.rowwise().sum().array() +
                                             eta * static_cast<double>(this->num_words()))
                                                .matrix();
  digamma_of_row_sums_ = row_sums_.unaryExpr(&math::digamma);
}

void LazyTopics::shrink(double by) {
  factor_ *= by;
  if (factor_ >= kSmallestFactor) return;
  if (factor_ == 0) {
    mass_.setZero();
  } else {
    mass_ *= factor_;
  }
  factor_ = 1;
}

Topics LazyTopics::topics() const {
  return Topics((factor_ * mass_.array() + offset_).matrix());
}

}  // namespace vilda::lda
