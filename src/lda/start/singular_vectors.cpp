#include "lda/start/singular_vectors.hpp"

#include <omp.h>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <cstddef>

#include "lda/documents/first_failure.hpp"
#include "vilda/math/random.hpp"

namespace vilda::lda {
namespace {

constexpr std::size_t kDocumentsAtATime = 1024;
constexpr Eigen::Index kOversampling = 10;
constexpr int kIterations = 8;
constexpr double kSmallestRelativeEigenvalue = 1e-12;

Eigen::MatrixXd orthonormal_basis(const Eigen::MatrixXd& columns) {
  return Eigen::HouseholderQR<Eigen::MatrixXd>(columns).householderQ() *
         Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index columns) {
  Eigen::MatrixXd numbers(rows, columns);
  for (Eigen::Index row = 0; row < rows; ++row) {
    math::CounterEngine random(0, math::Stream::initialization, static_cast<std::uint64_t>(row));
    boost::random::normal_distribution<double> normal;
    for (Eigen::Index column = 0; column < columns; ++column) numbers(row, column) = normal(random);
  }
  return numbers;
}

}  // namespace

WeightedCounts::WeightedCounts(const DocumentSource& source)
    : source_(&source), tokens_(Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(source.num_words()))) {
  // sum_d p log p = (sum_d n log n) / N - log N, with N = sum_d n.
  Eigen::ArrayXd sums = tokens_;
  Document document;
  for (std::size_t d = 0; d < source.num_documents(); ++d) {
    document.words.clear();
    document.counts.clear();
    source.append(d, document.words, document.counts);
    for (std::size_t i = 0; i < document.words.size(); ++i) {
      const double n = document.counts[i];
      tokens_[document.words[i]] += n;
      sums[document.words[i]] += n * std::log(n);
    }
  }
  const Eigen::ArrayXd at_least_one = tokens_.max(1);
  weights_ = 1 + (sums / at_least_one - at_least_one.log()) /
                     std::log(static_cast<double>(source.num_documents()) + 1);
}

void WeightedCounts::read(std::size_t document, Document& into) const {
  into.words.clear();
  into.counts.clear();
  source_->append(document, into.words, into.counts);
  into.values.resize(into.words.size());
  double squares = 0;
  for (std::size_t i = 0; i < into.words.size(); ++i) {
    into.values[i] = std::log1p(into.counts[i]) * weights_[into.words[i]];
    squares += into.values[i] * into.values[i];
  }
  for (double& value : into.values) value /= squares > 0 ? std::sqrt(squares) : 1;
}

/// A block of documents at a time: their parts of X^T q by document, then every word's sum by one thread, in
/// the order of the documents.
Eigen::MatrixXd WeightedCounts::times_its_transpose_times(const Eigen::MatrixXd& q) const {
  const Eigen::MatrixXd rows = q.transpose();  // a word's numbers are contiguous
  Eigen::MatrixXd product = Eigen::MatrixXd::Zero(rows.rows(), rows.cols());
  const std::size_t num_documents = source_->num_documents();
  std::vector<Document> block(std::min(num_documents, kDocumentsAtATime));
  Eigen::MatrixXd of_documents(rows.rows(), static_cast<Eigen::Index>(block.size()));
  for (std::size_t first = 0; first < num_documents; first += block.size()) {
    const auto size = static_cast<std::ptrdiff_t>(std::min(block.size(), num_documents - first));
    FirstFailure failure;
#pragma omp parallel for schedule(dynamic, 8)
    for (std::ptrdiff_t d = 0; d < size; ++d) {
      failure.keep_of([&] {
        Document& document = block[static_cast<std::size_t>(d)];
        read(first + static_cast<std::size_t>(d), document);
        of_documents.col(d).setZero();
        for (std::size_t i = 0; i < document.words.size(); ++i)
          of_documents.col(d) += document.values[i] * rows.col(document.words[i]);
      });
    }
    failure.rethrow();
#pragma omp parallel
    {
      const auto threads = static_cast<std::uint32_t>(omp_get_num_threads());
      const auto mine = static_cast<std::uint32_t>(omp_get_thread_num());
      for (std::ptrdiff_t d = 0; d < size; ++d) {
        const Document& document = block[static_cast<std::size_t>(d)];
        for (std::size_t i = 0; i < document.words.size(); ++i) {
          if (document.words[i] % threads == mine)
            product.col(document.words[i]) += document.values[i] * of_documents.col(d);
        }
      }
    }
  }
  return product.transpose();
}

Eigen::MatrixXd leading_singular_vectors(const WeightedCounts& x, Eigen::Index most) {
  const Eigen::Index size = std::min(x.num_words(), most + kOversampling);
  if (size == 0) return {};
  Eigen::MatrixXd basis = orthonormal_basis(random_matrix(x.num_words(), size));
  for (int iteration = 0; iteration < kIterations; ++iteration)
    basis = orthonormal_basis(x.times_its_transpose_times(basis));
  const Eigen::MatrixXd image = x.times_its_transpose_times(basis);
  // Rayleigh & Ritz: X X^T within the subspace.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> within(basis.transpose() * image);
  const Eigen::VectorXd values = within.eigenvalues().reverse();
  Eigen::Index rank = 0;
  while (rank < std::min(most, size) && values[rank] > kSmallestRelativeEigenvalue * values[0]) ++rank;
  return basis * within.eigenvectors().rowwise().reverse().leftCols(rank);
}

}  // namespace vilda::lda
