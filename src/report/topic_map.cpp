#include "vilda/report/topic_map.hpp"

#include <algorithm>
#include <armadillo>
#include <cmath>

#include "vilda/report/word_ranking.hpp"

namespace vilda::report {
namespace {

constexpr Eigen::Index kBlock = 512;  // words: their probabilities stay in cache

/// sum_w m_w log m_w, for every pair of topics, added up a block of words at a time.
class PairSums {
 public:
  explicit PairSums(Eigen::Index num_topics) : sums_(Eigen::MatrixXd::Zero(num_topics, num_topics)) {}

  /// probabilities: words x K, each > 0.
  void add(const Eigen::MatrixXd& probabilities) {
#pragma omp parallel for schedule(dynamic)
    for (Eigen::Index i = 0; i < sums_.rows(); ++i) {
      Eigen::ArrayXd mixture(probabilities.rows());
      for (Eigen::Index j = 0; j <= i; ++j) {
        mixture = 0.5 * (probabilities.col(i).array() + probabilities.col(j).array());
        sums_(i, j) += (mixture * mixture.log()).sum();
      }
    }
  }

  Eigen::MatrixXd divergences() const {
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(sums_.rows(), sums_.cols());
    for (Eigen::Index i = 0; i < sums_.rows(); ++i) {
      for (Eigen::Index j = 0; j < i; ++j) {
        result(i, j) = std::clamp(0.5 * (sums_(i, i) + sums_(j, j)) - sums_(i, j), 0.0, std::log(2.0));
        result(j, i) = result(i, j);
      }
    }
    return result;
  }

 private:
  Eigen::MatrixXd sums_;  // the lower triangle
};

std::vector<Eigen::Index> words_to_compare(const lda::Topics& topics, Eigen::Index max_words) {
  Eigen::VectorXd largest_probability(topics.num_words());
  for (Eigen::Index w = 0; w < topics.num_words(); ++w) largest_probability[w] = topics.mean(w).maxCoeff();
  auto words = largest(largest_probability, static_cast<std::size_t>(max_words));
  std::ranges::sort(words);
  return words;
}

}  // namespace

Eigen::Index affordable_words(Eigen::Index num_topics) {
  constexpr double pairs_and_words = 1.5e8;
  const auto topics = static_cast<double>(num_topics);
  return std::max<Eigen::Index>(1000, static_cast<Eigen::Index>(2 * pairs_and_words / (topics * topics)));
}

Eigen::MatrixXd jensen_shannon(const lda::Topics& topics, Eigen::Index max_words) {
  const auto words = words_to_compare(topics, max_words);
  const auto num_compared = static_cast<Eigen::Index>(words.size());
  PairSums sums(topics.num_topics());
  Eigen::VectorXd rest = Eigen::VectorXd::Ones(topics.num_topics());
  for (Eigen::Index first = 0; first < num_compared; first += kBlock) {
    const Eigen::Index size = std::min(kBlock, num_compared - first);
    Eigen::MatrixXd probabilities(size, topics.num_topics());
    for (Eigen::Index i = 0; i < size; ++i) {
      const Eigen::VectorXd mean = topics.mean(words[static_cast<std::size_t>(first + i)]);
      probabilities.row(i) = mean.transpose();
      rest -= mean;
    }
    sums.add(probabilities);
  }
  if (num_compared < topics.num_words()) sums.add(rest.cwiseMax(1e-300).transpose());
  return sums.divergences();
}

Eigen::MatrixXd classical_scaling(const Eigen::MatrixXd& squared_distances) {
  const auto size = static_cast<arma::uword>(squared_distances.rows());
  Eigen::MatrixXd places = Eigen::MatrixXd::Zero(squared_distances.rows(), 2);
  if (size < 2) return places;
  arma::mat centred(squared_distances.data(), size, size);
  centred.each_row() -= arma::mean(centred, 0);
  centred.each_col() -= arma::mean(centred, 1);
  arma::vec values;
  arma::mat vectors;
  arma::eig_sym(values, vectors, -0.25 * (centred + centred.t()));  // eigenvalues rise
  for (arma::uword axis = 0; axis < std::min<arma::uword>(2, size); ++axis) {
    const double value = values(size - 1 - axis);
    if (!(value > 1e-12 * values(size - 1)) || value <= 0) continue;
    arma::vec vector = std::sqrt(value) * vectors.col(size - 1 - axis);
    if (vector(arma::index_max(arma::abs(vector))) < 0) vector = -vector;
    places.col(static_cast<Eigen::Index>(axis)) =
        Eigen::Map<const Eigen::VectorXd>(vector.memptr(), squared_distances.rows());
  }
  return places;
}

std::vector<Eigen::Index> nearest_topics(const Eigen::MatrixXd& divergences, Eigen::Index topic) {
  auto nearest = largest(-divergences.col(topic), static_cast<std::size_t>(divergences.rows()));
  std::erase(nearest, topic);
  return nearest;
}

}  // namespace vilda::report
