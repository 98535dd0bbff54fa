#include "vilda/report/corpus_view.hpp"

#include <gtest/gtest.h>

#include "support/golden.hpp"
#include "support/near.hpp"
#include "vilda/lda/held_out.hpp"

namespace vilda::report {
namespace {

/// Two topics of two words each, and documents of either, of both, and of none.
lda::Model model() {
  lda::Model model;
  model.topics = lda::Topics((Eigen::MatrixXd(2, 4) << 50, 50, 0.1, 0.1, 0.1, 0.1, 50, 50).finished());
  model.priors = lda::Priors::symmetric(2, 0.1, 0.1);
  model.vocabulary = corpus::Vocabulary({"court", "law", "ship", "navy"});
  model.num_tokens = 200;
  return model;
}

corpus::Corpus documents() {
  corpus::Corpus corpus;
  corpus.counts = golden::counts_of({{0, 1, 0, 1}, {2, 3, 2, 2, 3, 3}, {}, {0, 2}, {2, 2, 3}}, 4);
  corpus.vocabulary = model().vocabulary;
  corpus.names = {"a", "b", "c", "d", "e"};
  corpus.labels = {"1900s", "90s", "1900s", "1900s", "90s"};
  return corpus;
}

TEST(CorpusView, TypicalDocumentsHaveMostOfTheTopic) {
  const CorpusView view = view_corpus(model(), documents(), {}, 2);
  ASSERT_EQ(view.typical_documents.size(), 2U);
  EXPECT_EQ(view.typical_documents[0][0].document, 0U);
  EXPECT_EQ(view.typical_documents[0][1].document, 3U);
  EXPECT_EQ(view.typical_documents[1][0].document, 1U);
  EXPECT_EQ(view.typical_documents[1][1].document, 4U);
}

TEST(CorpusView, OfEqualDocumentsTheFirstIsMoreTypical) {
  corpus::Corpus equal = documents();
  equal.counts = golden::counts_of({{2}, {0, 1}, {0, 1}, {0, 1}, {3}}, 4);
  const CorpusView view = view_corpus(model(), equal, {}, 2);
  EXPECT_EQ(view.typical_documents[0][0].document, 1U);
  EXPECT_EQ(view.typical_documents[0][1].document, 2U);
}

TEST(CorpusView, CorrelationsAreCovariancesOverBothStandardDeviations) {
  CorpusView view;
  view.proportion_covariance = (Eigen::Matrix2d() << 4, 1, 1, 1).finished();
  EXPECT_EQ(view.correlations(), (Eigen::Matrix2d() << 1, 0.5, 0.5, 1).finished());
}

TEST(CorpusView, LeavesEmptyDocumentsOut) {
  const CorpusView view = view_corpus(model(), documents(), {}, 10);
  EXPECT_EQ(view.typical_documents[0].size(), 4U);
  EXPECT_EQ(view.empty_documents, 1U);
}

TEST(CorpusView, OfManyDocumentsIsThatOfEachOfThem) {
  corpus::Corpus many = documents(), few = documents();
  many.labels = few.labels = {};
  many.counts = arma::repmat(few.counts, 1, 2000);  // more than are inferred at a time
  const CorpusView expected = view_corpus(model(), few, {}, 1), view = view_corpus(model(), many, {}, 1);
  EXPECT_EQ(view.num_documents, 10'000U);
  EXPECT_EQ(view.empty_documents, 2000U);
  EXPECT_LE(largest_difference(view.mean_proportions, expected.mean_proportions), 1e-12);
  EXPECT_LE(largest_difference(view.proportion_covariance, expected.proportion_covariance), 1e-12);
}

TEST(CorpusView, LabelsWithNumbersStandInTheirOrder) {
  const CorpusView view = view_corpus(model(), documents(), {}, 1);
  EXPECT_EQ(view.labels, (std::vector<std::string>{"90s", "1900s"}));
  EXPECT_TRUE(view.labels_are_numbered);
  EXPECT_EQ(view.label_documents, (std::vector<std::size_t>{2, 3}));
}

TEST(CorpusView, OtherLabelsByTheirDocuments) {
  corpus::Corpus corpus = documents();
  corpus.labels = {"sea", "land", "land", "sea", "land"};
  const CorpusView named = view_corpus(model(), corpus, {}, 1);
  EXPECT_EQ(named.labels, (std::vector<std::string>{"land", "sea"}));
  EXPECT_FALSE(named.labels_are_numbered);
}

TEST(CorpusView, LabelProportionsAreMeansOfTheDocuments) {
  const CorpusView view = view_corpus(model(), documents(), {}, 1);
  const Eigen::MatrixXd proportions = lda::infer_documents(model(), documents().counts, {}).proportions();
  EXPECT_LT((view.label_proportions.row(0) - 0.5 * (proportions.row(1) + proportions.row(4))).norm(), 1e-14);
  EXPECT_LT((view.label_proportions.row(1) - 0.5 * (proportions.row(0) + proportions.row(3))).norm(), 1e-14);
}

TEST(CorpusView, TwoTopicsAreOppositesOfEachOther) {
  const Eigen::MatrixXd correlations = view_corpus(model(), documents(), {}, 1).correlations();
  EXPECT_NEAR(correlations(0, 1), -1, 1e-12);
  EXPECT_EQ(correlations(0, 0), 1);
}

TEST(CorpusView, OfACorpusWithoutAnyWord) {
  corpus::Corpus corpus = documents();
  corpus.counts = golden::counts_of({{}, {}, {}, {}, {}}, 4);
  const CorpusView view = view_corpus(model(), corpus, {}, 3);
  EXPECT_EQ(view.empty_documents, 5U);
  EXPECT_TRUE(view.typical_documents[0].empty());
  EXPECT_EQ(view.label_proportions.norm(), 0);
  EXPECT_EQ(view.correlations(), Eigen::MatrixXd::Identity(2, 2));
}

TEST(NaturallyBefore, ComparesDigitsAsNumbers) {
  EXPECT_TRUE(naturally_before("v9", "v10"));
  EXPECT_FALSE(naturally_before("v10", "v9"));
  EXPECT_TRUE(naturally_before("1790s", "1800s"));
  EXPECT_TRUE(naturally_before("a", "ab"));
  EXPECT_FALSE(naturally_before("a", "a"));
  EXPECT_TRUE(naturally_before("007b", "8a"));  // zeros in front do not count
  EXPECT_FALSE(naturally_before("8a", "007b"));
}

}  // namespace
}  // namespace vilda::report
