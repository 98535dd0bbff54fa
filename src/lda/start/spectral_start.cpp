#include "lda/start/spectral_start.hpp"

#include <algorithm>

#include "lda/start/singular_vectors.hpp"
#include "lda/start/varimax.hpp"
#include "lda/start/weighted_counts.hpp"

namespace vilda::lda {
namespace {

constexpr Eigen::Index kWordsAtATime = 64;

/// The rotation whose factors are positive rather than negative.
Eigen::MatrixXf rotation_of(const Eigen::MatrixXf& u) {
  Eigen::MatrixXf rotation = varimax_rotation(u);
  const Eigen::RowVectorXf cubes = (u * rotation).array().cube().colwise().sum();
  for (Eigen::Index j = 0; j < rotation.cols(); ++j) {
    if (cubes[j] < 0) rotation.col(j) *= -1;
  }
  return rotation;
}

/// X'^T U S^-2 R: X times it has every word's factors.
DenseRows factors_of_documents(const SparseRows& x, Eigen::Index num_topics) {
  const SparseRows heaviest = heaviest_rows(x, kMostWordsOfFactors);
  const SingularVectors svd = leading_singular_vectors(heaviest, num_topics);
  return product(heaviest.transpose(), svd.u * svd.squares.cwiseInverse().asDiagonal() * rotation_of(svd.u));
}

}  // namespace

Eigen::MatrixXd spectral_topics(const DocumentSource& source, Eigen::Index num_topics) {
  const WeightedCounts counts(source);
  const DenseRows of_documents = factors_of_documents(counts.x, num_topics);
  const Eigen::Index num_words = counts.x.rows(), rank = of_documents.cols();
  Eigen::MatrixXd topics = Eigen::MatrixXd::Zero(num_topics, num_words);
#pragma omp parallel for schedule(dynamic)
  for (Eigen::Index first = 0; first < num_words; first += kWordsAtATime) {
    const Eigen::Index size = std::min(kWordsAtATime, num_words - first);
    const DenseRows factors = counts.x.middleRows(first, size) * of_documents;
    for (Eigen::Index i = 0; i < size; ++i) {
      const Eigen::VectorXd parts = factors.row(i).transpose().cwiseMax(0).cast<double>();
      const double sum = parts.sum(), even = 1 / static_cast<double>(std::max<Eigen::Index>(rank, 1));
      topics.col(first + i).head(rank) =
          counts.tokens[first + i] *
          (sum > 0 ? Eigen::VectorXd(parts / sum) : Eigen::VectorXd::Constant(rank, even));
    }
  }
  return topics;
}

}  // namespace vilda::lda
