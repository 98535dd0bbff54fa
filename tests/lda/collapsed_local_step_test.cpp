#include <gtest/gtest.h>

#include <numeric>

#include "lda/awkward_cases.hpp"
#include "lda/kernels/kernels.hpp"
#include "lda/same_bits.hpp"
#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/lda/initialization.hpp"

namespace vilda::lda {
namespace {

constexpr int kSweeps = 3;

DocumentOptions collapsed(int sweeps = kSweeps) {
  return {.inference = DocumentInference::collapsed, .max_iterations = sweeps, .tolerance = 0};
}

/// gamma of a document by the definition, in double.
Eigen::VectorXd gamma_by_definition(const math::Counts& counts, std::size_t document,
                                    const LazyTopics& topics, const Eigen::VectorXd& alpha) {
  const auto words = math::column_rows(counts, document);
  const Eigen::ArrayXd n = math::column_values(counts, document).cast<double>();
  Eigen::MatrixXd beta(alpha.size(), n.size());
  for (Eigen::Index i = 0; i < n.size(); ++i)
    beta.col(i) = topics.mean(static_cast<Eigen::Index>(words[static_cast<std::size_t>(i)]));
  Eigen::VectorXd kept = Eigen::VectorXd::Ones(alpha.size());
  const auto keep = [&](const Eigen::ArrayXd& tokens, double needed) {
    const Eigen::VectorXd next =
        kept.array() * (tokens >= std::min(needed, tokens.maxCoeff() / 2)).cast<double>();
    const auto row_size = [](double size) { return kernels::row_size(static_cast<std::size_t>(size)); };
    if (row_size(next.sum()) == row_size(kept.sum())) return;
    kept = next;
    beta = kept.asDiagonal() * beta;
  };
  if (alpha.size() > 128 && n.size() > 0)
    keep(beta * (n / beta.colwise().sum().transpose().array()).matrix(), 0.25);
  Eigen::MatrixXd phi = kept / kept.sum() * Eigen::RowVectorXd::Ones(n.size());
  Eigen::VectorXd gamma = alpha + phi * n.matrix();
  for (int sweep = 1; sweep <= kSweeps; ++sweep) {
    if (sweep == 3 && n.size() > 0) {
      keep(gamma - alpha, 1.5);
      phi = kept.asDiagonal() * phi;
      gamma = alpha + phi * n.matrix();
    }
    for (Eigen::Index first = 0, last = 0; first < n.size(); first = last) {
      last = first + (first + 4 <= n.size() ? 4 : 1);
      const Eigen::VectorXd before = gamma;
      for (Eigen::Index i = first; i < last; ++i) {
        const Eigen::VectorXd weights =
            (before - phi.col(i)).cwiseProduct(beta.col(i));  // one token left out
        const Eigen::VectorXd next = weights / weights.sum();
        gamma += n[i] * (next - phi.col(i));
        phi.col(i) = next;
      }
    }
  }
  return gamma;
}

class CollapsedLocalStep : public testing::TestWithParam<Case> {
 protected:
  math::Counts counts = random_counts(GetParam());
  CountsSource source{counts};
  Priors priors = Priors::symmetric(GetParam().num_topics, 0.1, 0.05);
  LazyTopics topics{initial_topics(source, priors, {.method = Initialization::random}, 1)};
  std::vector<std::size_t> documents = vi::in_order(counts.n_cols);

  Eigen::MatrixXd zeros() const { return Eigen::MatrixXd::Zero(topics.num_topics(), topics.num_words()); }
};

TEST_P(CollapsedLocalStep, LeavesEachTokenOutOfItsOwnDocumentsCounts) {
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed());
  step->infer(documents, topics, GammaStart::even);
  const Eigen::MatrixXd gamma = step->gamma();
  for (const std::size_t d : documents) {
    if (counts.n_rows > 1000) break;  // the definition takes too long
    const Eigen::VectorXd expected = gamma_by_definition(counts, d, topics, priors.alpha);
    EXPECT_LE(largest_difference(gamma.col(static_cast<Eigen::Index>(d)), expected), 2e-5 * expected.sum())
        << d;
  }
}

TEST_P(CollapsedLocalStep, MeetsAllTopicsAgainTheNextTime) {
  const LazyTopics others{initial_topics(source, priors, {.method = Initialization::random}, 2)};
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed()),
             fresh = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed());
  step->infer(documents, topics, GammaStart::even);
  step->topics_have_changed();
  step->infer(documents, others, GammaStart::even);
  fresh->infer(documents, others, GammaStart::even);
  EXPECT_EQ(step->gamma(), fresh->gamma());
}

TEST_P(CollapsedLocalStep, LosesNoToken) {
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed());
  step->infer(documents, topics, GammaStart::even);
  Eigen::MatrixXd expected = zeros();
  const Eigen::VectorXd totals = step->add_expected_counts(1, expected);
  for (arma::uword w = 0; w < counts.n_rows; ++w) {
    const auto of_word = static_cast<double>(arma::accu(counts.row(w)));
    EXPECT_LE(relative_error(expected.col(static_cast<Eigen::Index>(w)).sum(), of_word, 1e-9), 1e-6) << w;
  }
  EXPECT_LE(largest_difference(totals, expected.rowwise().sum()), 1e-12 * std::max(1.0, expected.sum()));
}

TEST_P(CollapsedLocalStep, AddsItsCountsToWhatIsThereByAFactor) {
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed());
  step->infer(documents, topics, GammaStart::even);
  Eigen::MatrixXd once = zeros(), again = Eigen::MatrixXd::Ones(once.rows(), once.cols());
  const Eigen::VectorXd totals = step->add_expected_counts(1, once);
  EXPECT_EQ(step->add_expected_counts(3, again), totals) << "totals are without the factor";
  EXPECT_LE(largest_difference(again, 1 + 3 * once.array()), 1e-12 * std::max(1.0, once.sum()));
}

TEST_P(CollapsedLocalStep, LearnsTheSameAlphaInWhateverOrderTheDocumentsCome) {
  DocumentOptions options = collapsed();
  options.learn_alpha = true;
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, options),
             backwards = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, options);
  step->infer(documents, topics, GammaStart::even);
  for (auto document = documents.rbegin(); document != documents.rend(); ++document)
    backwards->infer(std::vector{*document}, topics, GammaStart::even);
  const Eigen::VectorXd learned = step->most_likely_alpha(priors.alpha);
  EXPECT_EQ(backwards->most_likely_alpha(priors.alpha), learned);
  EXPECT_EQ(step->most_likely_alpha(priors.alpha), priors.alpha) << "of no documents";
  step->infer(documents, topics, GammaStart::even);
  EXPECT_EQ(step->most_likely_alpha(priors.alpha), learned) << "what was learned from is forgotten";
}

TEST_P(CollapsedLocalStep, GivesTheSameBitsForAnyNumberOfThreadsAndOnEveryProcessorWithFma) {
  expect_the_same_bits_everywhere(
      [&] { return make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed()); }, documents,
      topics);
}

INSTANTIATE_TEST_SUITE_P(Awkward, CollapsedLocalStep, testing::ValuesIn(awkward_cases()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(CollapsedDocument, OfOneTokenIsProportionalToAlphaTimesBeta) {
  const math::Counts counts = golden::counts_of({{0}}, 2);
  Eigen::MatrixXd lambda(2, 2);
  lambda << 3, 1, 1, 1;
  const CountsSource source(counts);
  const LazyTopics topics{Topics(lambda)};
  const Eigen::Vector2d alpha(0.1, 0.3);
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{alpha}, collapsed());
  step->infer(std::vector<std::size_t>{0}, topics, GammaStart::even);
  const Eigen::Vector2d weights(0.1 * 0.75, 0.3 * 0.5);
  EXPECT_LE(largest_difference(step->gamma().col(0), alpha + weights / weights.sum()), 1e-6)
      << "with itself left out, the token knows of its document alpha alone";
}

TEST(CollapsedDocument, OfManyTopicsKeepsThoseInSightAndThenThoseUsedWithTheirAlphas) {
  std::vector<int> words(40);
  std::iota(words.begin(), words.end(), 0);
  const math::Counts counts = golden::counts_of({words}, 41);
  Eigen::MatrixXd lambda = Eigen::MatrixXd::Ones(200, 41);
  lambda.col(40).head(120).setConstant(1e5);        // of words that the document has not
  lambda.col(40).segment(120, 60).setConstant(80);  // in sight
  lambda.col(40).tail(20).setConstant(0.01);        // used
  const CountsSource source(counts);
  const LazyTopics topics{Topics(lambda)};
  const Eigen::VectorXd alpha = Eigen::VectorXd::LinSpaced(200, 0.05, 0.25);
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{alpha}, collapsed());
  step->infer(std::vector<std::size_t>{0}, topics, GammaStart::even);
  EXPECT_LE(largest_difference(step->gamma().col(0), gamma_by_definition(counts, 0, topics, alpha)), 1e-4);
}

TEST(CollapsedDocument, TeachesTheAlphasOfTheTopicsThatItUses) {
  constexpr Eigen::Index kNumTopics = 40, kFirstUsed = 33;
  math::Counts counts(kNumTopics, kNumTopics - kFirstUsed);  // a document of each topic used
  for (arma::uword d = 0; d < counts.n_cols; ++d) counts(kFirstUsed + d, d) = 10;
  counts.sync();
  const CountsSource source(counts);
  const LazyTopics topics{Topics(Eigen::MatrixXd::Identity(kNumTopics, kNumTopics).array() + 1e-4)};
  const Eigen::VectorXd alpha = Eigen::VectorXd::Constant(kNumTopics, 0.1);
  DocumentOptions options = collapsed();
  options.learn_alpha = true;
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{alpha}, options);
  step->infer(vi::in_order(counts.n_cols), topics, GammaStart::even);
  const Eigen::VectorXd learned = step->most_likely_alpha(alpha);
  EXPECT_GT(learned.tail(kNumTopics - kFirstUsed).minCoeff(), learned.head(kFirstUsed).maxCoeff()) << learned;
}

TEST(CollapsedDocument, HasNoGammaBelowAlphaHoweverItIsRounded) {
  math::Counts counts(50, 50);
  for (arma::uword d = 0; d < 50; ++d) counts(d, d) = static_cast<arma::u32>(d + 1);
  counts.sync();
  const CountsSource source(counts);
  Eigen::MatrixXd lambda = Eigen::MatrixXd::Constant(5, 50, 1e-30);
  for (Eigen::Index w = 0; w < 50; ++w) lambda(w % 5, w) = 1;
  const LazyTopics topics{Topics(lambda)};
  const Eigen::VectorXd alpha = Eigen::VectorXd::Constant(5, 1e-30);
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{alpha}, collapsed());
  step->infer(vi::in_order(50), topics, GammaStart::even);
  EXPECT_GE(step->gamma().minCoeff(), static_cast<double>(1e-30F));
}

TEST(CollapsedElbo, OfAllDocumentsIsTheMeanFieldBoundAtItsGammas) {
  const math::Counts counts = golden::counts_of({{0, 0, 1, 2}, {}, {3, 3}}, 4);  // the first stands for all
  const math::Counts first = golden::counts_of({{0, 0, 1, 2}}, 4);
  const Topics topics(Eigen::MatrixXd(Eigen::MatrixXd::Random(2, 4).array() + 2));
  const Priors priors = Priors::symmetric(2, 0.1, 0.05);
  Lda model(counts, topics, priors, collapsed(), GammaStart::even);
  Lda mean_field(first, topics, priors, {}, GammaStart::even);
  const std::vector<std::size_t> all{0, 1, 2}, one{0};
  model.infer(all);
  mean_field.set_gamma(one, Eigen::MatrixXd(model.gamma().leftCols(1)));
  EXPECT_LE(relative_error(model.local_elbo(all).total(), 6 / 4. * mean_field.local_elbo(one).total()), 1e-5)
      << "scaled by tokens";
}

TEST(CollapsedElbo, OfBatchesAddsUpToThatOfAllDocuments) {
  const math::Counts counts = tiny::counts();  // documents 0 and 16 stand for all
  const Topics topics = tiny::start();
  Lda model(counts, topics, Priors::symmetric(3, 0.1, 0.05), collapsed(), GammaStart::even);
  model.infer(tiny::all_documents());
  const double expected = model.local_elbo(tiny::all_documents()).total();
  double sum = 0;
  for (const std::vector<std::size_t>& batch : {std::vector<std::size_t>{5, 16, 3},
                                                {4, 2, 1},
                                                {0, 6},
                                                {19, 18, 17, 15, 14, 13, 12, 11, 10, 9, 8, 7}}) {
    model.infer(batch);
    sum += model.local_elbo(batch).total();
  }
  EXPECT_LE(relative_error(sum, expected), 1e-12);
}

TEST(CollapsedDocument, ConvergesWhereTheMeanChangeOfGammaIsSmallerThanTheTolerance) {
  const math::Counts counts = tiny::counts();
  const CountsSource source(counts);
  const LazyTopics topics(tiny::start());
  const vi::Dirichlet prior{Eigen::Vector3d::Constant(0.1)};
  const std::vector<std::size_t> document{3};
  const auto gamma_after = [&](int sweeps) {
    const auto step = make_collapsed_local_step(source, prior, collapsed(sweeps));
    step->infer(document, topics, GammaStart::even);
    return Eigen::VectorXd(step->gamma().col(0));
  };
  const double change = (gamma_after(5) - gamma_after(4)).cwiseAbs().mean();
  for (const double share : {0.99, 1.01}) {
    DocumentOptions options = collapsed(5);
    options.tolerance = share * change;
    const auto step = make_collapsed_local_step(source, prior, options);
    EXPECT_EQ(step->infer(document, topics, GammaStart::even).converged, share > 1 ? 1U : 0U) << share;
  }
}

TEST(CollapsedLocalStepOfHugeCounts, LeavesNoTopicLessThanItsAlpha) {
  math::Counts counts(21, 100);
  for (arma::uword d = 0; d < 100; ++d) {
    counts(d % 7, d) = static_cast<std::uint32_t>(1'000'000'000 + d * 1'234'567);
    counts(7 + d % 11, d) = static_cast<std::uint32_t>(2'000'000'000 - d * 999);
    counts(18 + d % 3, d) = 3;
  }
  const CountsSource source(counts);
  const Priors priors = Priors::symmetric(5, 0.02, 0.01);
  const LazyTopics topics(initial_topics(source, priors, {.method = Initialization::random}, 1));
  const auto step = make_collapsed_local_step(source, vi::Dirichlet{priors.alpha}, collapsed(5));
  step->infer(vi::in_order(100), topics, GammaStart::even);
  EXPECT_GE(step->gamma().minCoeff(), static_cast<double>(0.02F));
}

}  // namespace
}  // namespace vilda::lda
