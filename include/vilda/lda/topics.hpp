#pragma once

#include <Eigen/Core>
#include <utility>

namespace vilda::lda {

/// sum_w lambda_kw (K), by all threads, in an order that does not depend on their number.
Eigen::VectorXd row_sums(const Eigen::MatrixXd& lambda);

/// q(beta): every topic k is Dirichlet(lambda_k1, ..., lambda_kV).
class Topics {
 public:
  Topics() = default;

  /// lambda: K x V, each > 0; a word's K values are contiguous.
  explicit Topics(Eigen::MatrixXd lambda);

  Eigen::Index num_topics() const { return lambda_.rows(); }
  Eigen::Index num_words() const { return lambda_.cols(); }

  const Eigen::MatrixXd& lambda() const& { return lambda_; }
  Eigen::MatrixXd lambda() && { return std::move(lambda_); }
  const Eigen::VectorXd& row_sums() const { return row_sums_; }  ///< K: sum_w lambda_kw

  const Eigen::VectorXd& digamma_of_row_sums() const { return digamma_of_row_sums_; }  ///< K

  /// K: E[log beta_kw] = digamma(lambda_kw) - digamma(sum_v lambda_kv) of word w.
  Eigen::VectorXd expected_log(Eigen::Index word) const;

  /// K: E[beta_kw] = lambda_kw / sum_v lambda_kv of word w.
  Eigen::VectorXd mean(Eigen::Index word) const { return lambda_.col(word).cwiseQuotient(row_sums_); }

 private:
  Eigen::MatrixXd lambda_;
  Eigen::VectorXd row_sums_;
  Eigen::VectorXd digamma_of_row_sums_;
};

}  // namespace vilda::lda
