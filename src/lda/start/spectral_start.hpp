#pragma once

#include <Eigen/Core>

#include "vilda/lda/document_source.hpp"

/// Topics from a singular value decomposition: the same ones whatever the seed.
///
/// The counts, weighted by logarithm and entropy as in latent semantic analysis,
///
///   x_dw = log(1 + n_dw) (1 + sum_e p_ew log p_ew / log(D + 1)),  p_dw = n_dw / sum_e n_ew,  |x_d| = 1,
///
/// have leading singular vectors U (V x K). The rotation R that makes the columns of U R sparse (varimax)
/// turns them into topics: Rohe & Zeng (2023), Vintage factor analysis with varimax performs statistical
/// inference. The weights: Dumais (1991), Improving the retrieval of information from external sources.
namespace vilda::lda {

/// K x V, each >= 0: a word's column is its number of tokens, shared among the topics by its positive parts
/// of U R, or evenly where it has none. Where the counts' rank r is less than K, the last K - r rows are
/// zero.
Eigen::MatrixXd spectral_topics(const DocumentSource& source, Eigen::Index num_topics);

}  // namespace vilda::lda
