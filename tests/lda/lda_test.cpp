#include "vilda/lda/lda.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/error.hpp"
#include "vilda/math/special_functions.hpp"
#include "vilda/vi/ascent.hpp"
#include "vilda/vi/exponential_family.hpp"

namespace vilda::lda {
namespace {

const Priors kPriors{.alpha = Eigen::Vector3d(0.1, 0.2, 0.3), .eta = 0.05};

/// The bound by its definition, in logarithms and with nothing shared with the code under test but the
/// families.
double bound_by_definition(const math::Counts& counts, const Topics& topics, const Priors& priors,
                           const Eigen::MatrixXd& gamma) {
  double bound = 0;
  for (Eigen::Index d = 0; d < gamma.cols(); ++d) {
    const vi::Dirichlet theta{gamma.col(d)};
    const auto words = math::column_rows(counts, static_cast<std::size_t>(d));
    const auto values = math::column_values(counts, static_cast<std::size_t>(d));
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Eigen::VectorXd log_weights =
          theta.expected_statistics() + topics.expected_log(static_cast<Eigen::Index>(words[i]));
      bound += values[static_cast<Eigen::Index>(i)] * math::log_sum_exp(log_weights);
    }
    bound -= vi::kl(theta, vi::Dirichlet{priors.alpha});
  }
  for (Eigen::Index k = 0; k < topics.num_topics(); ++k) {
    bound -= vi::kl(vi::Dirichlet{topics.lambda().row(k).transpose()},
                    vi::Dirichlet::symmetric(topics.num_words(), priors.eta));
  }
  return bound;
}

TEST(Lda, TheBoundIsThatOfItsDefinitionAtTheTopicsAsTheyAre) {
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), kPriors, {}, GammaStart::even);
  const auto documents = tiny::all_documents();
  for (int pass = 0; pass < 3; ++pass) {
    model.infer(documents);
    const double before = (model.local_elbo(documents) + model.global_elbo()).total();
    EXPECT_LE(relative_error(before, bound_by_definition(counts, model.topics(), kPriors, model.gamma())),
              1e-12);
    vi::step(model, documents, 1);
    const double after = (model.local_elbo(documents) + model.global_elbo()).total();
    EXPECT_LE(relative_error(after, bound_by_definition(counts, model.topics(), kPriors, model.gamma())),
              1e-12)
        << "the bound after a step belongs to the topics after it";
    EXPECT_GT(after, before);
  }
}

TEST(Lda, AStepWithAllDocumentsAndRhoOneIsTheExpectedCountsPlusEta) {
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), kPriors, {}, GammaStart::even);
  model.infer(tiny::all_documents());
  vi::step(model, tiny::all_documents(), 1);
  // The expected counts of a word, over the topics, are its count.
  const Eigen::VectorXd of_words = model.topics().lambda().colwise().sum().transpose();
  for (std::size_t w = 0; w < tiny::kWords; ++w) {
    const double count = static_cast<double>(arma::accu(counts.row(w)));
    EXPECT_NEAR(of_words[static_cast<Eigen::Index>(w)], count + 3 * kPriors.eta, 1e-9) << "word " << w;
  }
}

TEST(Lda, MiniBatchTargetsAverageToTheFullOne) {
  const math::Counts counts = tiny::counts();
  Eigen::MatrixXd average = Eigen::MatrixXd::Zero(3, 30);
  for (const std::size_t d : tiny::all_documents()) {
    Lda model(counts, tiny::start(), kPriors, {}, GammaStart::even);
    model.infer(std::vector{d});
    vi::step(model, std::vector{d}, 1);
    average += model.topics().lambda() / 20;
  }
  Lda model(counts, tiny::start(), kPriors, {}, GammaStart::even);
  model.infer(tiny::all_documents());
  vi::step(model, tiny::all_documents(), 1);
  EXPECT_LE(largest_difference(average, model.topics().lambda()), 1e-10);
}

TEST(Lda, TheBoundNeverFallsWithWarmGammas) {
  const math::Counts counts = tiny::counts();
  for (const double alpha : {0.01, 0.1, 1.0}) {
    Lda model(counts, tiny::start(), Priors::symmetric(3, alpha, 0.01), {.max_iterations = 3},
              GammaStart::previous);
    vi::Observer observer;
    const vi::Summary summary = vi::coordinate_ascent(model, {.max_passes = 200, .tolerance = 0}, observer);
    EXPECT_EQ(summary.termination, vi::Termination::pass_limit)
        << "alpha " << alpha << ": " << summary.report();
  }
}

TEST(Lda, PreviousGammasAreUsedForTheSameDocumentsOnly) {
  const math::Counts counts = tiny::counts();
  const DocumentOptions one_iteration{.max_iterations = 1, .tolerance = 0};
  Lda warm(counts, tiny::start(), kPriors, one_iteration, GammaStart::previous);
  Lda cold(counts, tiny::start(), kPriors, one_iteration, GammaStart::even);
  const std::vector<std::size_t> documents{3, 4}, others{5};
  for (Lda* model : {&warm, &cold}) model->infer(documents);
  EXPECT_EQ(warm.gamma(), cold.gamma());
  for (Lda* model : {&warm, &cold}) model->infer(documents);
  EXPECT_NE(warm.gamma(), cold.gamma());
  for (Lda* model : {&warm, &cold}) model->infer(others);
  EXPECT_EQ(warm.gamma(), cold.gamma());
}

TEST(Lda, GivesTheSameBitsForAnyNumberOfThreads) {
  const math::Counts counts = tiny::counts();
  Eigen::MatrixXd lambda;
  double bound = 0;
  const int threads_before = omp_get_max_threads();
  for (const int threads : {1, 2, 3, 7}) {
    omp_set_num_threads(threads);
    Lda model(counts, tiny::start(), kPriors, {}, GammaStart::previous);
    vi::Observer observer;
    const vi::Summary summary = vi::coordinate_ascent(model, {.max_passes = 5, .tolerance = 0}, observer);
    if (threads == 1) {
      lambda = model.topics().lambda();
      bound = summary.elbo->total();
    }
    EXPECT_EQ(model.topics().lambda(), lambda) << threads << " threads";
    EXPECT_EQ(summary.elbo->total(), bound) << threads << " threads";
  }
  omp_set_num_threads(threads_before);
}

TEST(Lda, TheLedgerCountsDocumentsIterationsAndConvergence) {
  const math::Counts counts = tiny::counts();
  for (const DocumentInference inference : {DocumentInference::mean_field, DocumentInference::collapsed}) {
    for (const Precision precision : {Precision::float64, Precision::float32}) {
      const DocumentOptions options{
          .inference = inference, .max_iterations = 2, .tolerance = 0, .precision = precision};
      Lda model(counts, tiny::start(), kPriors, options, GammaStart::even);
      model.infer(tiny::all_documents());
      const DocumentLedger ledger = model.take_ledger();
      EXPECT_EQ(ledger.documents, 20U);
      EXPECT_EQ(ledger.converged, 0U);  // the empty document changes by 0, which is not below 0
      EXPECT_EQ(ledger.iterations, 40U);
      EXPECT_EQ(ledger.word_iterations, 2 * counts.n_nonzero);
      EXPECT_EQ(model.take_ledger().documents, 0U);
    }
  }
}

TEST(Lda, TheBoundTakesLogarithmsWhereWeightsWouldUnderflow) {
  const math::Counts counts =
      golden::counts_of({{1, 1, 2}}, 3);  // the batch's words are not numbered as the corpus'
  Eigen::MatrixXd lambda(2, 3);
  lambda << 7, 50, 1e-4, 2, 1e-4, 50;
  const Priors priors = Priors::symmetric(2, 1e-4, 1e-4);
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    Lda model(counts, Topics(lambda), priors, {.max_iterations = 1, .tolerance = 0, .precision = precision},
              GammaStart::previous);
    const std::vector<std::size_t> document{0};
    model.set_gamma(document,
                    Eigen::MatrixXd(Eigen::Vector2d(3, 1e-4)));  // as if word 2 had no topic of its own
    const double bound = (model.local_elbo(document) + model.global_elbo()).total();
    EXPECT_LE(relative_error(bound, bound_by_definition(counts, model.topics(), priors, model.gamma())),
              precision == Precision::float64 ? 1e-12 : 1e-6)
        << name_of(precision);
  }
}

TEST(LearnedPriors, NeitherMoreThanDoubleNorHalveAtATime) {
  const math::Counts counts = tiny::counts();
  for (const double alpha : {1e-3, 10.0}) {
    Lda model(counts, tiny::start(), Priors::symmetric(3, alpha, 0.05),
              {.inference = DocumentInference::collapsed, .learn_alpha = true}, GammaStart::even);
    model.infer(tiny::all_documents());
    model.learn({.alpha = true});
    const Eigen::VectorXd change = model.priors().alpha / alpha;
    EXPECT_NEAR(std::max(change.maxCoeff(), 1 / change.minCoeff()), 2, 1e-12) << change;
  }
}

/// alpha learned from these documents, in one step from kPriors.
Eigen::VectorXd alpha_learned_from(const math::Counts& counts, const DocumentOptions& options) {
  Lda model(counts, tiny::start(), kPriors, options, GammaStart::even);
  model.infer(vi::in_order(counts.n_cols));
  model.learn({.alpha = true});
  return model.priors().alpha;
}

TEST(LearnedPriors, AreTheSameOfEveryDocumentSoManyTimesAndOfEmptyOnesBetweenThem) {
  const math::Counts two = tiny::counts().cols(3, 4), empty(tiny::kWords, 1);
  for (const Precision precision : {Precision::float64, Precision::float32}) {
    const DocumentOptions options{.precision = precision, .learn_alpha = true};
    const Eigen::VectorXd expected = alpha_learned_from(two, options);
    EXPECT_LE(largest_difference(alpha_learned_from(arma::repmat(two, 1, 65), options), expected), 1e-9);
    EXPECT_EQ(alpha_learned_from(arma::join_rows(empty, two, empty), options), expected);
  }
}

TEST(LearnedPriors, GiveAWordNoMoreThanOneCount) {
  const math::Counts counts = tiny::counts();
  Lda model(counts, Topics(Eigen::MatrixXd::Constant(3, 30, 1e4)), kPriors, {}, GammaStart::even);
  model.learn({.eta = true});
  EXPECT_EQ(model.priors().eta, 1)
      << "of topics that are all alike the most likely eta is as large as can be";
}

TEST(LearnedPriors, LeaveTheCountsOfCollapsedTopicsAsTheyAre) {
  const math::Counts counts = tiny::counts();
  Lda model(counts, tiny::start(), kPriors, {.inference = DocumentInference::collapsed}, GammaStart::even);
  for (const std::size_t first : {0U, 10U}) {  // steps that leave much of what was before
    model.infer(std::vector<std::size_t>{first, first + 3, first + 4});
    model.step({}, 7, 0.3);
  }
  const Eigen::MatrixXd expected = model.topics().lambda().array() - model.priors().eta;
  model.learn({.eta = true});
  EXPECT_GT(std::abs(std::log(model.priors().eta / kPriors.eta)), 0.1) << "or nothing is seen";
  EXPECT_LE(largest_difference(model.topics().lambda().array() - model.priors().eta, expected), 1e-13);
  const double eta = model.priors().eta;
  model.learn({.eta = true});
  EXPECT_NEAR(model.priors().eta, eta, 1e-4 * eta)
      << "the counts are the same, and so is what they make likely";
}

TEST(LearnedPriors, AreInEveryLambdaOfCollapsedTopicsThatHadLess) {
  const math::Counts counts = tiny::counts();
  Eigen::MatrixXd lambda = tiny::start().lambda();
  lambda(1, 2) = 1e-3;  // of a start
  Lda model(counts, Topics(lambda), kPriors, {.inference = DocumentInference::collapsed}, GammaStart::even);
  model.learn({.eta = true});
  EXPECT_NEAR(model.topics().lambda().minCoeff(), model.priors().eta, 1e-14);
}

TEST(LearnedPriors, AreOfTheDocumentsInferredSinceTheLastTime) {
  const math::Counts counts = tiny::counts();
  for (const DocumentInference inference : {DocumentInference::mean_field, DocumentInference::collapsed}) {
    for (const Precision precision : {Precision::float64, Precision::float32}) {
      const DocumentOptions options{.inference = inference, .precision = precision, .learn_alpha = true};
      Lda model(counts, tiny::start(), kPriors, options, GammaStart::even),
          fresh(counts, tiny::start(), kPriors, options, GammaStart::even);
      model.infer(tiny::all_documents());
      model.learn({});
      EXPECT_EQ(model.priors().alpha, kPriors.alpha);
      for (Lda* one : {&model, &fresh}) {
        one->infer(std::vector<std::size_t>{3, 4, 5, 6, 7});
        one->learn({.alpha = true});
      }
      EXPECT_EQ(model.priors().alpha, fresh.priors().alpha);
    }
  }
}

TEST(Priors, NameTheConstraintThatIsBroken) {
  EXPECT_THROW(Priors::symmetric(3, 0, 0.1).validate(), InvalidOption);
  EXPECT_THROW(Priors::symmetric(3, -1, 0.1).validate(), InvalidOption);
  EXPECT_THROW(Priors::symmetric(3, 0.1, 0).validate(), InvalidOption);
  EXPECT_THROW(Priors::symmetric(0, 0.1, 0.1).validate(), InvalidOption);
  EXPECT_THROW(Priors::symmetric(65'536, 0.1, 0.1).validate(), InvalidOption);
  EXPECT_NO_THROW(Priors::symmetric(65'535, 0.1, 0.1).validate());
}

}  // namespace
}  // namespace vilda::lda
