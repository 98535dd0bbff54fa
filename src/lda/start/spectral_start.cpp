#include "lda/start/spectral_start.hpp"

#include "lda/start/singular_vectors.hpp"
#include "lda/start/varimax.hpp"

namespace vilda::lda {

Eigen::MatrixXd spectral_topics(const DocumentSource& source, Eigen::Index num_topics) {
  const WeightedCounts x(source);
  Eigen::MatrixXd factors = varimax_rotated(leading_singular_vectors(x, num_topics));
  Eigen::MatrixXd topics = Eigen::MatrixXd::Zero(num_topics, x.num_words());
  for (auto factor : factors.colwise()) {
    if (factor.array().cube().sum() < 0) factor = -factor;
  }
  for (Eigen::Index w = 0; w < x.num_words(); ++w) {
    const Eigen::VectorXd parts = factors.row(w).transpose().cwiseMax(0);
    const double sum = parts.sum();
    topics.col(w).head(parts.size()) =
        x.tokens()[w] *
        (sum > 0 ? Eigen::VectorXd(parts / sum)
                 : Eigen::VectorXd::Constant(parts.size(), 1 / static_cast<double>(parts.size())));
  }
  return topics;
}

}  // namespace vilda::lda
