#include "vilda/lda/document_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "lda/tiny.hpp"
#include "support/near.hpp"

namespace vilda::lda {
namespace {

TEST(WorstDocuments, AreTheSameInWhateverOrderTheyCome) {
  std::vector<UnconvergedDocument> all;
  for (std::size_t d = 0; d < 8; ++d)
    all.push_back({.document = d, .change = static_cast<double>(d % 3), .relative_change = 0});
  const std::vector<std::size_t> expected{2, 5, 1, 4, 7};
  std::ranges::sort(all, {}, &UnconvergedDocument::document);
  for (int order = 0; order < 100; ++order) {
    WorstDocuments one, two;
    for (std::size_t i = 0; i < all.size(); ++i) (i % 2 == 0 ? one : two).add(all[i]);
    one += two;
    std::vector<std::size_t> worst;
    for (const UnconvergedDocument& document : one.documents()) worst.push_back(document.document);
    EXPECT_EQ(worst, expected);
    std::ranges::next_permutation(all, {}, &UnconvergedDocument::document);
  }
}

TEST(UnconvergedDocument, ChangesByTheMeanOverItsTopicsAndByAShareOfItsTokens) {
  const UnconvergedDocument one =
      unconverged_document(7, Eigen::Vector4d(1, 2, 3, 4), Eigen::Vector4d(1.5, 1.5, 3, 4));
  EXPECT_EQ(one, (UnconvergedDocument{.document = 7, .change = 0.25, .relative_change = 0.1}));
}

/// gamma after so many iterations of every document.
struct Inferred {
  Inferred(Precision precision, int iterations) {
    const math::Counts counts = tiny::counts();
    Lda model(counts, tiny::start(), Priors::symmetric(tiny::kTopics, 0.1, 0.01),
              {.max_iterations = iterations, .tolerance = 1e-4, .precision = precision}, GammaStart::even);
    model.infer(tiny::all_documents());
    gamma = model.gamma();
    ledger = model.take_ledger();
  }
  Eigen::MatrixXd gamma;
  DocumentLedger ledger;
};

class Ledger : public testing::TestWithParam<Precision> {};

TEST_P(Ledger, HasTheChangeThatOneMoreIterationMakes) {
  const Inferred now(GetParam(), 3), next(GetParam(), 4);
  const Eigen::RowVectorXd changes = (next.gamma - now.gamma).cwiseAbs().colwise().mean();
  ASSERT_EQ(now.ledger.worst.documents().size(), 5U);
  for (const UnconvergedDocument& one : now.ledger.worst.documents()) {
    const double expected = changes[static_cast<Eigen::Index>(one.document)];
    EXPECT_LE(relative_error(one.change, expected), 1e-3) << one.document;
  }
  EXPECT_LE(relative_error(now.ledger.worst.documents()[0].change, changes.maxCoeff()), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Precisions, Ledger, testing::Values(Precision::float64, Precision::float32),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace vilda::lda
