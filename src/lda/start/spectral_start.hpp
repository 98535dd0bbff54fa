#pragma once

#include <Eigen/Core>

#include "vilda/lda/document_source.hpp"

/// Topics from a singular value decomposition: the same ones whatever the seed.
///
/// The weighted counts X (weighted_counts.hpp) have leading left singular vectors U and values S. The
/// rotation R that makes the columns of U R sparse (varimax) turns them into topics: Rohe & Zeng (2023),
/// Vintage factor analysis with varimax performs statistical inference.
namespace vilda::lda {

inline constexpr Eigen::Index kMostWordsOfFactors = 4096;

/// K x V, each >= 0: a word's column is its number of tokens, shared among the topics by its positive parts
/// of U R, or evenly where it has none. U, S and R are found from the words that weigh most in a sample of
/// the documents, X'; U R of every word is X X'^T U S^-2 R. Where the counts' rank r is less than K, the last
/// K - r rows are zero.
Eigen::MatrixXd spectral_topics(const DocumentSource& source, Eigen::Index num_topics);

}  // namespace vilda::lda
