#include "vilda/lda/topics.hpp"

#include <algorithm>
#include <utility>

#include "vilda/math/special_functions.hpp"

namespace vilda::lda {

Eigen::VectorXd row_sums(const Eigen::MatrixXd& lambda) {
  constexpr Eigen::Index kWordsOfAPortion = 1024;
  const Eigen::Index num_portions = (lambda.cols() + kWordsOfAPortion - 1) / kWordsOfAPortion;
  Eigen::MatrixXd sums(lambda.rows(), num_portions);
#pragma omp parallel for schedule(static)
  for (Eigen::Index portion = 0; portion < num_portions; ++portion) {
    const Eigen::Index first = portion * kWordsOfAPortion;
    sums.col(portion) =
        lambda.middleCols(first, std::min(kWordsOfAPortion, lambda.cols() - first)).rowwise().sum();
  }
  return sums.rowwise().sum();
}

Topics::Topics(Eigen::MatrixXd lambda)
    : lambda_(std::move(lambda)),
      row_sums_(lda::row_sums(lambda_)),
      digamma_of_row_sums_(row_sums_.unaryExpr(&math::digamma)) {}

Eigen::VectorXd Topics::expected_log(Eigen::Index word) const {
  return lambda_.col(word).unaryExpr(&math::digamma) - digamma_of_row_sums_;
}

}  // namespace vilda::lda
