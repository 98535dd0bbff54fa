#include "lda/start/spectral_start.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <armadillo>
#include <numeric>
#include <set>

#include "lda/start/singular_vectors.hpp"
#include "lda/start/varimax.hpp"
#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/lda/initialization.hpp"
#include "vilda/math/random.hpp"

namespace vilda::lda {
namespace {

/// X of the tiny corpus, from the definition.
arma::mat weighted(const math::Counts& counts) {
  arma::mat n(counts.n_rows, counts.n_cols, arma::fill::zeros), x = n;
  for (auto count = counts.begin(); count != counts.end(); ++count) n(count.row(), count.col()) = *count;
  for (arma::uword w = 0; w < n.n_rows; ++w) {
    double entropy = 0;
    for (arma::uword d = 0; d < n.n_cols; ++d) {
      const double p = n(w, d) / std::max(arma::accu(n.row(w)), 1.0);
      if (p > 0) entropy -= p * std::log(p);
    }
    x.row(w) = arma::log1p(n.row(w)) * (1 - entropy / std::log(static_cast<double>(n.n_cols) + 1));
  }
  for (arma::uword d = 0; d < x.n_cols; ++d) {
    if (arma::norm(x.col(d)) > 0) x.col(d) /= arma::norm(x.col(d));
  }
  return x;
}

Eigen::MatrixXf dense(const arma::mat& matrix) {
  return Eigen::Map<const Eigen::MatrixXd>(matrix.memptr(), static_cast<Eigen::Index>(matrix.n_rows),
                                           static_cast<Eigen::Index>(matrix.n_cols))
      .cast<float>();
}

TEST(WeightedCounts, AreThoseOfTheDefinition) {
  const math::Counts counts = tiny::counts();
  const WeightedCounts found{CountsSource(counts)};
  EXPECT_TRUE(Eigen::MatrixXf(found.x).isApprox(dense(weighted(counts)), 1e-6F));
  for (arma::uword w = 0; w < counts.n_rows; ++w)
    EXPECT_EQ(found.tokens[static_cast<Eigen::Index>(w)], static_cast<double>(arma::accu(counts.row(w))));
}

/// Every document has one word of its own, and all have the same number of others.
math::Counts documents_with_marks(int num_documents, int num_others) {
  std::vector<std::vector<int>> documents(static_cast<std::size_t>(num_documents));
  for (int d = 0; d < num_documents; ++d) {
    documents[static_cast<std::size_t>(d)].push_back(num_others + d);
    for (int w = 0; w < num_others; ++w) documents[static_cast<std::size_t>(d)].push_back(w);
  }
  return golden::counts_of(documents, num_others + num_documents);
}

TEST(WeightedCounts, AreOfASampleOfDocumentsAtEvenDistances) {
  constexpr int kDocuments = 3 * WeightedCounts::kMostDocuments, kOthers = 2;
  const WeightedCounts found{CountsSource(documents_with_marks(kDocuments, kOthers))};
  ASSERT_EQ(found.x.cols(), static_cast<Eigen::Index>(WeightedCounts::kMostDocuments));
  const SparseRows of_documents = found.x.transpose();
  for (Eigen::Index i = 0; i < of_documents.rows(); i += 1000)
    EXPECT_GT(of_documents.coeff(i, kOthers + 3 * i), 0) << i;
  EXPECT_EQ(found.tokens[0], kDocuments) << "of all documents";
}

TEST(WeightedCounts, AreOfFewerDocumentsWhereTheseAreLong) {
  constexpr int kDocuments = 2000, kOthers = 523;  // 2^20 - 576 pairs
  const WeightedCounts found{CountsSource(documents_with_marks(kDocuments, kOthers))};
  EXPECT_EQ(found.x.cols(), 1000);
  EXPECT_LE(static_cast<std::size_t>(found.x.nonZeros()), WeightedCounts::kMostPairs);
}

TEST(HeaviestRows, AreThoseOfTheLargestNormsInTheirOrder) {
  const math::Counts counts = tiny::counts();
  const SparseRows x = WeightedCounts(CountsSource(counts)).x;
  const Eigen::VectorXf norms = Eigen::MatrixXf(x).rowwise().squaredNorm();
  std::vector<Eigen::Index> order(static_cast<std::size_t>(x.rows()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return norms[a] > norms[b]; });
  std::sort(order.begin(), order.begin() + 6);
  const Eigen::MatrixXf found = heaviest_rows(x, 6), all = x;
  ASSERT_EQ(found.rows(), 6);
  for (Eigen::Index i = 0; i < 6; ++i)
    EXPECT_EQ(found.row(i), all.row(order[static_cast<std::size_t>(i)])) << i;
  EXPECT_EQ(Eigen::MatrixXf(heaviest_rows(x, x.rows())), all);
}

TEST(SingularVectors, AreThoseOfADenseDecomposition) {
  const math::Counts few = tiny::counts();
  const math::Counts many =  // and not all in the first block
      arma::join_rows(arma::repmat(few.head_cols(10), 1, 110), arma::repmat(few.tail_cols(10), 1, 30));
  for (const math::Counts& counts : {few, many}) {
    arma::mat u, v;
    arma::vec values;
    arma::svd_econ(u, values, v, weighted(counts), "left");
    const SingularVectors found = leading_singular_vectors(WeightedCounts(CountsSource(counts)).x, 5);
    ASSERT_EQ(found.u.cols(), 5);
    for (arma::uword k = 0; k < 5; ++k) {
      double product = 0;
      for (arma::uword w = 0; w < u.n_rows; ++w)
        product += u(w, k) * found.u(static_cast<Eigen::Index>(w), static_cast<Eigen::Index>(k));
      EXPECT_NEAR(std::abs(product), 1, 1e-5) << counts.n_cols << " documents, vector " << k;
      EXPECT_LE(relative_error(found.squares[static_cast<Eigen::Index>(k)], values[k] * values[k]), 1e-5);
    }
  }
}

TEST(SingularVectors, AreNoMoreThanTheRank) {
  const math::Counts counts = golden::counts_of({{0, 1}, {0, 1}, {2, 2, 3}, {}}, 6);
  EXPECT_EQ(leading_singular_vectors(WeightedCounts(CountsSource(counts)).x, 5).u.cols(), 2);
  const math::Counts empty(4, 3);
  EXPECT_EQ(leading_singular_vectors(WeightedCounts(CountsSource(empty)).x, 5).u.cols(), 0);
}

/// Vectors with the same number in a quarter of their places.
TEST(Varimax, FindsTheRotationThatMakesColumnsSparse) {
  const Eigen::Index columns = 4;
  for (const Eigen::Index rows : {400, 3000}) {  // one block of rows, and several
    Eigen::MatrixXf sparse = Eigen::MatrixXf::Zero(rows, columns);
    for (Eigen::Index i = 0; i < rows; ++i)
      sparse(i, i * columns / rows) = std::sqrt(4.0F / static_cast<float>(rows));
    Eigen::Matrix4f turn;  // orthogonal once scaled, and no stationary point of the criterion
    turn << 1, 2, 4, 10, -2, 1, 10, -4, -4, -10, 1, 2, -10, 4, -2, 1;
    const Eigen::MatrixXf u = sparse * turn / 11, rotation = varimax_rotation(u), found = u * rotation;
    EXPECT_TRUE((rotation.transpose() * rotation).isIdentity(1e-4F));
    for (Eigen::Index j = 0; j < columns; ++j) {
      const Eigen::RowVectorXf products = (found.col(j).transpose() * sparse).cwiseAbs();
      EXPECT_NEAR(products.maxCoeff(), 1, 1e-3) << rows << " rows, column " << j;
      EXPECT_NEAR(products.sum(), 1, 0.05) << rows << " rows, column " << j;
    }
  }
}

TEST(SpectralStart, FindsTheBlocksOfTheBlockDiagonalCorpusAtOnce) {
  const math::Counts counts = golden::counts("block9.ldac", 9);
  const Eigen::MatrixXd topics = spectral_topics(CountsSource(counts), 3);
  std::set<Eigen::Index> found;
  for (Eigen::Index k = 0; k < 3; ++k) {
    for (Eigen::Index block = 0; block < 3; ++block) {
      if (topics.row(k).segment(3 * block, 3).sum() > 0.99 * topics.row(k).sum()) found.insert(block);
    }
  }
  EXPECT_EQ(found.size(), 3U) << topics;
}

/// Documents of two topics each, of five that have words of their own and share the others.
TEST(SpectralStart, FindsPlantedTopicsThatShareWords) {
  const Eigen::Index num_topics = 5, num_words = 80;
  Eigen::MatrixXd planted = Eigen::MatrixXd::Constant(num_topics, num_words, 0.25 / 30);
  for (Eigen::Index k = 0; k < num_topics; ++k) {
    planted.row(k).head(50).setZero();
    planted.row(k).segment(10 * k, 10).setConstant(0.075);
  }
  std::vector<std::vector<int>> documents;
  for (int d = 0; d < 400; ++d) {
    math::CounterEngine random(7, math::Stream::initialization, static_cast<std::uint64_t>(d));
    documents.emplace_back();
    for (int n = 0; n < 60; ++n) {
      const int k = (n % 3 == 0 ? d : d + 1 + d / 5) % 5;
      const auto draw = static_cast<int>(random() % 40);
      documents.back().push_back(draw < 30 ? 10 * k + draw % 10 : 50 + static_cast<int>(random() % 30));
    }
  }
  const Eigen::MatrixXd topics =
      initial_topics(CountsSource(golden::counts_of(documents, num_words)), Priors::symmetric(5, 0.1, 0.01),
                     {.method = Initialization::spectral}, 1)
          .lambda();
  for (Eigen::Index k = 0; k < num_topics; ++k) {
    double nearest = 1;
    for (Eigen::Index j = 0; j < num_topics; ++j)
      nearest =
          std::min(nearest, (topics.row(j) / topics.row(j).sum() - planted.row(k)).cwiseAbs().sum() / 2);
    EXPECT_LT(nearest, 0.15) << "total variation from planted topic " << k;
  }
}

TEST(SpectralStart, SharesOutTokensByThePositivePartsOfTheRotatedVectors) {
  const math::Counts counts = tiny::counts();
  const WeightedCounts weights{CountsSource(counts)};
  const SingularVectors svd = leading_singular_vectors(weights.x, 4);
  Eigen::MatrixXf factors = svd.u * varimax_rotation(svd.u);
  for (auto factor : factors.colwise()) {
    if (factor.array().cube().sum() < 0) factor = -factor;
  }
  const Eigen::MatrixXd topics = spectral_topics(CountsSource(counts), 4);
  for (Eigen::Index w = 0; w < topics.cols(); ++w) {
    const Eigen::VectorXd parts = factors.row(w).transpose().cwiseMax(0).cast<double>();
    const Eigen::VectorXd expected = weights.tokens[w] * parts / std::max(parts.sum(), 1e-30);
    EXPECT_LE((topics.col(w) - expected).cwiseAbs().maxCoeff(), 1e-3 * weights.tokens[w]) << w;
  }
}

/// Of more words than the factors are found from, half are beside one word of these, half beside another.
TEST(SpectralStart, SharesOutWordsThatWeighLittleAsTheirDocumentsDo) {
  constexpr int kWords = 2 * kMostWordsOfFactors + 2, kDocuments = 200;
  std::vector<std::vector<int>> documents(kDocuments);
  for (int d = 0; d < kDocuments; ++d) documents[static_cast<std::size_t>(d)].assign(40, d % 2);
  for (int w = 2; w < kWords; ++w)
    documents[static_cast<std::size_t>(w % 2 + 2 * (w / 2 % (kDocuments / 2)))].push_back(w);
  const Eigen::MatrixXd topics = spectral_topics(CountsSource(golden::counts_of(documents, kWords)), 2);
  const Eigen::Index first = topics(0, 0) > topics(1, 0) ? 0 : 1;
  int astray = 0;
  for (int w = 0; w < kWords; ++w) astray += topics(w % 2 == 0 ? first : 1 - first, w) > 0.9 ? 0 : 1;
  EXPECT_EQ(astray, 0) << "of " << kWords << " words";
}

TEST(SpectralStart, IsTheCorpusForOneTopic) {
  const math::Counts counts = tiny::counts();
  const Eigen::MatrixXd topics = spectral_topics(CountsSource(counts), 1);
  EXPECT_EQ(topics.sum(), static_cast<double>(arma::accu(counts)));
}

TEST(SpectralStart, IsTheSameForEverySeedAndNumberOfThreads) {
  const math::Counts counts = tiny::counts();
  const Priors priors = Priors::symmetric(7, 0.1, 0.01);
  const auto start = [&](std::uint64_t seed, int threads) {
    omp_set_num_threads(threads);
    return initial_topics(CountsSource(counts), priors, {.method = Initialization::spectral}, seed).lambda();
  };
  const int before = omp_get_max_threads();
  const Eigen::MatrixXd first = start(1, 1);
  EXPECT_EQ(start(2, 2), first);
  EXPECT_EQ(start(3, 3), first);
  omp_set_num_threads(before);
}

TEST(SpectralStart, GivesTopicsWithoutAFactorTheMassOfTheOthers) {
  std::vector<std::vector<int>> documents(2);  // two factors
  for (int w = 0; w < 2000; ++w) documents[static_cast<std::size_t>(w % 2)].push_back(w);
  const Topics topics =
      initial_topics(CountsSource(golden::counts_of(documents, 2000)), Priors::symmetric(4, 0.1, 0.01),
                     {.method = Initialization::spectral}, 1);
  EXPECT_LE((topics.row_sums().array() / 500 - 1).abs().maxCoeff(), 0.1) << topics.row_sums();
}

TEST(SpectralStart, GivesPositiveTopicsThatDifferWhateverTheCorpus) {
  for (const auto& documents : std::vector<std::vector<std::vector<int>>>{
           {}, {{}}, {{}, {}}, {{0}}, {{0, 1, 2}, {}}, {{0, 0}, {0, 0}}, {{0, 1}, {2, 3}, {4, 5}}}) {
    const math::Counts counts = golden::counts_of(documents, 6);
    const Eigen::MatrixXd lambda = initial_topics(CountsSource(counts), Priors::symmetric(4, 0.1, 0.01),
                                                  {.method = Initialization::spectral}, 1)
                                       .lambda();
    EXPECT_GT(lambda.minCoeff(), 0) << documents.size();
    EXPECT_TRUE(lambda.allFinite()) << documents.size();
    for (Eigen::Index k = 1; k < 4; ++k)
      EXPECT_NE(lambda.row(k), lambda.row(0)) << documents.size() << " documents, topic " << k;
  }
}

}  // namespace
}  // namespace vilda::lda
