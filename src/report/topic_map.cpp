#include "vilda/report/topic_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/leading_eigenpairs.hpp"
#include "vilda/report/word_ranking.hpp"

namespace vilda::report {
namespace {

constexpr Eigen::Index kBlock = 512;  // words: their probabilities stay in cache
constexpr Eigen::Index kMostTopicsInDouble = 1000;

/// sum_w m_w log m_w, for every pair of topics, added up a block of words at a time; logarithms in Scalar.
template <class Scalar>
class PairSums {
 public:
  explicit PairSums(Eigen::Index num_topics) : sums_(Eigen::MatrixXd::Zero(num_topics, num_topics)) {}

  /// probabilities: words x K; what rounding has made negative counts as nothing.
  void add(const Eigen::MatrixXd& probabilities) {
    const Eigen::ArrayXX<Scalar> halves =
        (0.5 * probabilities.array()).cast<Scalar>().max(std::numeric_limits<Scalar>::min());
#pragma omp parallel for schedule(dynamic)
    for (Eigen::Index i = 0; i < sums_.rows(); ++i) {
      Eigen::Array<Scalar, Eigen::Dynamic, 1> mixture(halves.rows());
      for (Eigen::Index j = 0; j <= i; ++j) {
        mixture = halves.col(i) + halves.col(j);
        sums_(i, j) += static_cast<double>((mixture * mixture.log()).sum());
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

/// -1/2 J S J, symmetric to the last bit.
Eigen::MatrixXd minus_half_centred(Eigen::MatrixXd squares) {
  squares.rowwise() -= squares.colwise().mean().eval();
  squares.colwise() -= squares.rowwise().mean().eval();
  return -0.25 * (squares + squares.transpose());
}

template <class Scalar>
Eigen::MatrixXd divergences_in(const lda::Topics& topics, Eigen::Index max_words) {
  const auto words = words_to_compare(topics, max_words);
  const auto num_compared = static_cast<Eigen::Index>(words.size());
  PairSums<Scalar> sums(topics.num_topics());
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
  if (num_compared < topics.num_words()) sums.add(rest.transpose());
  return sums.divergences();
}

}  // namespace

Eigen::Index affordable_words(Eigen::Index num_topics) {
  constexpr double pairs_and_words = 1.5e8;
  const auto topics = static_cast<double>(num_topics);
  return std::max<Eigen::Index>(1000, static_cast<Eigen::Index>(2 * pairs_and_words / (topics * topics)));
}

Eigen::MatrixXd jensen_shannon(const lda::Topics& topics, Eigen::Index max_words) {
  return topics.num_topics() <= kMostTopicsInDouble ? divergences_in<double>(topics, max_words)
                                                    : divergences_in<float>(topics, max_words);
}

Eigen::MatrixXd classical_scaling(const Eigen::MatrixXd& squared_distances) {
  Eigen::MatrixXd places = Eigen::MatrixXd::Zero(squared_distances.rows(), 2);
  if (squared_distances.rows() < 2) return places;
  const auto [values, vectors] = leading_eigenpairs(minus_half_centred(squared_distances), 2);
  for (Eigen::Index axis = 0; axis < values.size(); ++axis) {
    if (!(values[axis] > 1e-12 * values[0])) continue;
    Eigen::Index largest_entry = 0;
    vectors.col(axis).cwiseAbs().maxCoeff(&largest_entry);
    const double sign = vectors(largest_entry, axis) < 0 ? -1 : 1;
    places.col(axis) = sign * std::sqrt(values[axis]) * vectors.col(axis);
  }
  return places;
}

std::vector<Eigen::Index> nearest_topics(const Eigen::MatrixXd& divergences, Eigen::Index topic) {
  auto nearest = largest(-divergences.col(topic), static_cast<std::size_t>(divergences.rows()));
  std::erase(nearest, topic);
  return nearest;
}

}  // namespace vilda::report
