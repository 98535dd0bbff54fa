#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/held_out.hpp"
#include "vilda/lda/training.hpp"

/// Cases from the test suites of scikit-learn, gensim and Spark's MLlib.
namespace vilda::lda {
namespace {

golden::Json peer_case(const std::string& id) {
  for (auto& one : golden::json("peer_cases.json")) {
    if (one["id"] == id) return one;
  }
  throw std::runtime_error("no peer case " + id);
}

double bound(const math::Counts& counts, const Topics& topics, const Priors& priors) {
  Lda model(counts, topics, priors, tiny::to_the_end(), GammaStart::even);
  const auto documents = vi::in_order(counts.n_cols);
  model.infer(documents);
  return (model.local_elbo(documents) + model.global_elbo()).total();
}

TEST(PeerCases, SparkOneOnlineIteration) {
  const golden::Json expected = peer_case("spark_one_online_iteration");
  const math::Counts counts = golden::counts_of({{0, 1, 2}, {3, 4, 5}}, 6);
  const Topics start(golden::matrix(expected["input"]["lambda0"]));
  Lda model(counts, start, Priors::symmetric(2, 0.5, 0.5), tiny::to_the_end(), GammaStart::even);
  const vi::RobbinsMonro schedule{.tau = 1024, .kappa = 0.51};
  EXPECT_NEAR(schedule(1), expected["rho"].get<double>(), 1e-15);
  model.infer(vi::in_order(2));
  vi::step(model, vi::in_order(2), schedule(1));
  EXPECT_LE(largest_difference(model.gamma().transpose(), golden::matrix(expected["reference_gamma"])), 1e-9);
  EXPECT_LE(largest_difference(model.topics().lambda(), golden::matrix(expected["reference"])), 1e-9);
  EXPECT_LE(largest_difference(model.topics().lambda(), golden::matrix(expected["peer_expected"])), 0.01);
}

TEST(PeerCases, SparkAndGensimToyBound) {
  const golden::Json expected = peer_case("spark_gensim_toy_bound");
  const Topics topics(golden::matrix(expected["input"]["lam"]));
  const Priors priors = Priors::symmetric(2, 0.01, 0.01);
  const auto near = [&](double found, const char* name) {
    EXPECT_LE(relative_error(found, expected["reference"][name].get<double>()), 1e-9) << name;
    EXPECT_LE(relative_error(found, expected["peer_expected"][name].get<double>()), 1e-3) << name;
  };
  near(bound(golden::counts_of({{0}}, 6), topics, priors), "single");
  near(bound(golden::counts_of({{0, 0, 0, 0, 0}}, 6), topics, priors), "repeated");
  near(bound(golden::counts("toy6.ldac", 6), topics, priors) / -12, "log_perplexity_toy");
}

/// The top three words of every topic of the block-diagonal corpus.
std::multiset<std::set<Eigen::Index>> top_threes(const Topics& topics) {
  std::multiset<std::set<Eigen::Index>> tops;
  for (Eigen::Index k = 0; k < topics.num_topics(); ++k) {
    std::vector<Eigen::Index> words{0, 1, 2, 3, 4, 5, 6, 7, 8};
    std::ranges::sort(words, std::greater(), [&](Eigen::Index w) { return topics.lambda()(k, w); });
    tops.insert({words[0], words[1], words[2]});
  }
  return tops;
}

class BlockDiagonal : public testing::TestWithParam<Method> {};

int seeds_that_find_all_blocks(Method method, const Priors& priors, const PriorLearning& learning) {
  const math::Counts counts = golden::counts("block9.ldac", 9);
  const std::multiset<std::set<Eigen::Index>> blocks{{0, 1, 2}, {3, 4, 5}, {6, 7, 8}};
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    TrainingOptions options;
    options.num_topics = 3;
    options.method = method;
    options.priors = priors;
    options.learning = learning;
    options.initialization = default_start(method, 3, counts.n_cols, counts.n_nonzero);
    options.ascent.max_passes = 10;
    options.stochastic = {.batch_size = 3, .schedule = {.tau = 10, .kappa = 0.7}};
    options.seed = seed;
    TrainingObserver observer;
    if (top_threes(train(counts, options, observer).topics) == blocks) ++found;
  }
  return found;
}

TEST_P(BlockDiagonal, EveryTopicIsFoundFromAlmostEverySeed) {
  EXPECT_GE(seeds_that_find_all_blocks(GetParam(), Priors::symmetric(3, 1 / 3., 1 / 3.), {}), 99);
}

TEST_P(BlockDiagonal, EveryTopicIsFoundWherePriorsAreLearned) {
  EXPECT_GE(
      seeds_that_find_all_blocks(GetParam(), Priors::symmetric(3, 0.1, 0.05), {.alpha = true, .eta = true}),
      99);
}

INSTANTIATE_TEST_SUITE_P(Methods, BlockDiagonal,
                         testing::Values(Method::batch, Method::svi, Method::collapsed),
                         [](const auto& test) { return std::string(name_of(test.param)); });

TEST(PeerCases, GensimDeerwesterTransform) {
  const golden::Json expected = peer_case("gensim_deerwester_transform");
  const math::Counts counts = golden::counts("deerwester.ldac", 12);
  double best = -std::numeric_limits<double>::infinity();
  Eigen::VectorXd theta;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    TrainingOptions options;
    options.num_topics = 2;
    options.priors = Priors::symmetric(2, 0.5, 0.5);
    options.document = tiny::to_the_end();
    options.ascent = {.max_passes = 1000, .tolerance = 1e-13};
    options.seed = seed;
    TrainingObserver observer;
    const TrainingResult result = train(counts, options, observer);
    if (result.elbo.total() <= best) continue;
    best = result.elbo.total();
    const Eigen::VectorXd gamma = gamma_as<Eigen::MatrixXd>(result.checkpoint.gamma).col(0);
    theta = gamma / gamma.sum();
  }
  std::ranges::sort(theta);
  EXPECT_LE(relative_error(best, expected["reference"]["best_elbo"].get<double>()), 1e-6);
  EXPECT_NEAR(theta[0], expected["reference"]["theta0_at_best"][0].get<double>(), 1e-3);
}

TEST(PeerCases, ScikitLearnAllEmptyDocuments) {
  const math::Counts counts(4, 5);
  TrainingOptions options;
  options.num_topics = 3;
  options.priors = Priors::symmetric(3, 1 / 3., 1 / 3.);
  TrainingObserver observer;
  const TrainingResult result = train(counts, options, observer);
  const Eigen::VectorXd of_words = result.topics.lambda().colwise().sum();
  EXPECT_LE(largest_difference(of_words, Eigen::Vector4d::Ones()), 1e-12);
}

TEST(PeerCases, SparkBadAlpha) {
  TrainingOptions options;
  options.num_topics = 3;
  options.priors = Priors::symmetric(2, 0.1, 0.1);
  EXPECT_THROW(options.validate(), InvalidOption);
  options.priors = {.alpha = Eigen::Vector3d(0.1, -0.1, 0.1), .eta = 0.1};
  EXPECT_THROW(options.validate(), InvalidOption);
}

TEST(PeerCases, GensimEmptyDocumentIsThePrior) {
  Model model;
  model.topics = tiny::start();
  model.priors = {.alpha = Eigen::Vector3d(0.1, 0.2, 0.3), .eta = 0.01};
  const HeldOutInference inference = infer_documents(model, golden::counts_of({{}}, 30), {});
  EXPECT_LE(largest_difference(inference.proportions().row(0), Eigen::RowVector3d(0.1, 0.2, 0.3) / 0.6),
            1e-15);
}

}  // namespace
}  // namespace vilda::lda
