#include "vilda/lda/lazy_topics.hpp"

#include <gtest/gtest.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {
namespace {

TEST(LazyTopics, StepsOfTheModelAreTheGenericOnes) {
  const math::Counts counts = tiny::counts();
  const Priors priors = Priors::symmetric(3, 0.1, 0.05);
  Lda lazy(counts, tiny::start(), priors, {}, GammaStart::even);
  Lda generic(counts, tiny::start(), priors, {}, GammaStart::even);
  double rho = 1;
  for (std::size_t first = 0; first < 20; first += 4, rho *= 0.6) {
    const std::vector<std::size_t> batch{first, first + 1, first + 2, first + 3};
    lazy.infer(batch);
    generic.infer(batch);
    lazy.step(batch, 5, rho);
    auto [topics] = generic.coordinates();
    vi::step(topics, batch, 5, rho);
    EXPECT_LE(largest_difference(lazy.topics().lambda(), generic.topics().lambda()), 1e-11) << "rho " << rho;
    EXPECT_LE(relative_error(lazy.global_elbo().total(), generic.global_elbo().total()), 1e-12) << "row sums";
  }
}

TEST(LazyTopics, StayExactWhenTheyShrinkBeyondTheRangeOfDoubles) {
  const Topics start = tiny::start();
  LazyTopics topics(start);
  const std::vector<Eigen::Index> words{2, 5};
  const auto add_four = [&](double factor, Eigen::MatrixXd& sums) {
    for (const Eigen::Index w : words) sums.col(w).array() += factor * 4;
    return Eigen::VectorXd(Eigen::VectorXd::Constant(3, 2 * 4));
  };
  Eigen::MatrixXd lambda = start.lambda();
  for (int t = 0; t < 500; ++t) {
    topics.step(add_four, 0.05, 2, 0.9);
    lambda = 0.1 * lambda.array() + 0.9 * 0.05;
    for (const Eigen::Index w : words) lambda.col(w).array() += 0.9 * 2 * 4;
  }
  EXPECT_LE(largest_difference(topics.topics().lambda(), lambda), 1e-12);
  EXPECT_LE(largest_difference(topics.row_sums(), Eigen::VectorXd(lambda.rowwise().sum())), 1e-11);
}

TEST(LazyTopics, GainTheSameInEveryWordAndInTheirSums) {
  LazyTopics topics(tiny::start());
  topics.step([](double, Eigen::MatrixXd&) { return Eigen::VectorXd(Eigen::VectorXd::Zero(3)); }, 0.05, 1,
              0.3);
  const Eigen::MatrixXd expected = topics.topics().lambda().array() + 0.7;
  topics.add_to_all(0.7);
  const LazyTopics whole{Topics(expected)};
  EXPECT_LE(largest_difference(topics.topics().lambda(), expected), 1e-14);
  EXPECT_LE(largest_difference(topics.row_sums(), whole.row_sums()), 1e-12);
  EXPECT_LE(largest_difference(topics.digamma_of_row_sums(), whole.digamma_of_row_sums()), 1e-13);
}

}  // namespace
}  // namespace vilda::lda
