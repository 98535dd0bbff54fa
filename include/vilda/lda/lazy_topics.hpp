#pragma once

#include <Eigen/Core>
#include <functional>

#include "vilda/lda/topics.hpp"

namespace vilda::lda {

/// Adds `factor` times a batch's expected counts, the sum over its documents of n_dw phi_dwk, to the columns
/// of its words in `sums` (K x V). Returns their sum over all words (K), without the factor.
using AddExpectedCounts = std::function<Eigen::VectorXd(double factor, Eigen::MatrixXd& sums)>;

/// The topics while they are learned. A step towards eta + scale * counts,
///
///   lambda <- (1 - rho) lambda + rho (eta + scale * counts),
///
/// costs what the batch's words cost, not what the vocabulary costs: lambda is kept as offset + factor *
/// mass, so that all words shrink by one multiplication. Hoffman et al. (2013), section 4.1, and the lazy
/// updates of Langford, Li & Zhang (2009), Sparse online learning via truncated gradient.
class LazyTopics {
 public:
  explicit LazyTopics(Topics topics);

  Eigen::Index num_topics() const { return mass_.rows(); }
  Eigen::Index num_words() const { return mass_.cols(); }

  /// K: lambda of word w, as an expression.
  auto lambda(Eigen::Index word) const { return (factor_ * mass_.col(word).array() + offset_).matrix(); }

  const Eigen::VectorXd& row_sums() const { return row_sums_; }                        ///< K: sum_w lambda_kw
  const Eigen::VectorXd& digamma_of_row_sums() const { return digamma_of_row_sums_; }  ///< K

  Eigen::VectorXd expected_log(Eigen::Index word) const;  ///< K: E[log beta_kw]
  Eigen::VectorXd mean(Eigen::Index word) const { return lambda(word).cwiseQuotient(row_sums_); }  ///< K

  /// E[beta_kw] of word w in float, with `inverse_sums` = 1 / row_sums(): the K numbers of a padded row.
  void mean(Eigen::Index word, const Eigen::ArrayXd& inverse_sums, float* row) const;

  double smallest_lambda() const;

  void step(const AddExpectedCounts& add_counts, double eta, double scale, double rho);

  /// lambda + change, of every topic and word: O(K).
  void add_to_all(double change);

  Topics topics() const&;  ///< as a whole: O(K V)
  Topics topics() &&;      ///< the same bits, in place

  /// Becomes LazyTopics(topics()) to the bit, in place.
  void settle();

 private:
  void shrink(double by);

  Eigen::MatrixXd mass_;  // K x V
  double factor_ = 1;
  double offset_ = 0;
  Eigen::VectorXd row_sums_;
  Eigen::VectorXd digamma_of_row_sums_;
};

}  // namespace vilda::lda
