#pragma once

#include <Eigen/Core>
#include <vector>

#include "vilda/lda/topics.hpp"

/// How far topics lie apart, and a plane that shows it.
namespace vilda::report {

/// The Jensen-Shannon divergences of the topics' word probabilities p_k = E[beta_k]:
///
///   JS(p, q) = 1/2 KL(p || m) + 1/2 KL(q || m),  m = (p + q) / 2
///
/// K x K, in nats, from 0 to log 2, zero on the diagonal. Lin (1991), eq. 4.1.
///
/// The work is K^2 V. Where there are more than `max_words` words, those with the largest max_k p_k stand for
/// themselves and all others count as one word, which never makes a divergence larger.
/// Of more than 1,000 topics logarithms are those of floats, and divergences right to 1e-5.
Eigen::MatrixXd jensen_shannon(const lda::Topics& topics, Eigen::Index max_words);

/// As many words as keep `jensen_shannon` to about a second: 30,000 for 100 topics, at least 1,000.
Eigen::Index affordable_words(Eigen::Index num_topics);

/// Classical scaling: K places in the plane whose squared distances are nearest to the given ones (K x K,
/// symmetric, zero diagonal).
///
///   B = -1/2 J S J,  J = I - 1/K,  places = the two leading eigenvectors of B times the roots of their
///   eigenvalues
///
/// Torgerson (1952). The root of the Jensen-Shannon divergence is a Euclidean distance (Fuglede & Topsoe,
/// 2004), so that B has no negative eigenvalue when S is `jensen_shannon`. A column's largest entry is
/// positive. K x 2; columns are zero where there are not so many dimensions.
Eigen::MatrixXd classical_scaling(const Eigen::MatrixXd& squared_distances);

/// The other topics, nearest first; of equally near ones the lower first.
std::vector<Eigen::Index> nearest_topics(const Eigen::MatrixXd& divergences, Eigen::Index topic);

}  // namespace vilda::report
