#include "vilda/lda/topics.hpp"

#include <utility>

#include "vilda/math/special_functions.hpp"

namespace vilda::lda {

Topics::Topics(Eigen::MatrixXd lambda)
    : lambda_(std::move(lambda)),
      row_sums_(lambda_.rowwise().sum()),
      digamma_of_row_sums_(row_sums_.unaryExpr(&math::digamma)) {}

Eigen::VectorXd Topics::expected_log(Eigen::Index word) const {
  return lambda_.col(word).unaryExpr(&math::digamma) - digamma_of_row_sums_;
}

}  // namespace vilda::lda
