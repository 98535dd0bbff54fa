#include "lda/collapsed/inferred_documents.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <vector>

#include "lda/awkward_cases.hpp"
#include "lda/kernels/rows.hpp"
#include "support/near.hpp"
#include "vilda/lda/document_source.hpp"
#include "vilda/vi/item_order.hpp"

namespace vilda::lda {
namespace {

class InferredDocumentsOf : public testing::TestWithParam<Case> {
 protected:
  math::Counts counts = random_counts(GetParam());
  std::size_t num_topics = static_cast<std::size_t>(GetParam().num_topics);
  DocumentBatch batch{CountsSource(counts), vi::in_order(counts.n_cols)};

  static constexpr std::size_t kDocumentsOfABlock = 7;
  static constexpr double kFactor = 0.3;  // with rounding: the order of sums shows

  /// Every document inferred, by one thread after the other, with a word's topics proportional to 1, 2, ...,
  /// shifted by the word.
  Eigen::MatrixXd expected_counts(InferredDocuments& documents, Eigen::VectorXd& totals) const {
    return expected_counts(batch, documents, totals);
  }
  Eigen::MatrixXd expected_counts(const DocumentBatch& of, InferredDocuments& documents,
                                  Eigen::VectorXd& totals) const {
    Rows beta(of.words().size(), num_topics), alpha(1, num_topics);
    for (std::size_t k = 0; k < num_topics; ++k) {
      alpha.row(0)[k] = 0.1F;
      for (std::size_t u = 0; u < of.words().size(); ++u)
        beta.row(u)[k] = static_cast<float>(1 + (k + u) % num_topics);
    }
    documents.begin(of);
    for (std::size_t first = 0; first < of.num_documents(); first += kDocumentsOfABlock) {
      const auto begin = static_cast<std::ptrdiff_t>(first);
      const auto end = static_cast<std::ptrdiff_t>(std::min(first + kDocumentsOfABlock, of.num_documents()));
#pragma omp parallel
      {
        CollapsedInference inference(of.longest_document(), num_topics, 3, 0);
#pragma omp for schedule(static, 1)
        for (std::ptrdiff_t d = begin; d < end; ++d) {
          const auto document = static_cast<std::size_t>(d);
          std::vector<const float*> rows;
          std::vector<float> n;
          for (const std::uint32_t word : of.words_of(document)) rows.push_back(beta.row(word));
          for (const std::uint32_t count : of.counts_of(document)) n.push_back(static_cast<float>(count));
          inference.infer({.rows = rows.data(),
                           .counts = n.data(),
                           .num_words = n.size(),
                           .alpha = alpha.row(0),
                           .num_topics = num_topics});
          documents.keep(document, inference);
        }
      }
      documents.sum_up_if_many(static_cast<std::size_t>(end));
    }
    Eigen::MatrixXd sums = Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(num_topics),
                                                 static_cast<Eigen::Index>(counts.n_rows));
    totals = documents.add_expected_counts(kFactor, sums);
    return sums;
  }
};

TEST_P(InferredDocumentsOf, HaveTheSameCountsWhetherTheyWaitOrAreSummedUp) {
  InferredDocuments waiting(num_topics), summed_up(num_topics, 0), some_of_each(num_topics, 200);
  Eigen::VectorXd totals, totals_summed_up, totals_of_each;
  const Eigen::MatrixXd expected = expected_counts(waiting, totals);
  const double tolerance = 1e-12 * std::max(1.0, totals.sum());
  EXPECT_LE(largest_difference(expected_counts(summed_up, totals_summed_up), expected), tolerance);
  EXPECT_LE(largest_difference(expected_counts(some_of_each, totals_of_each), expected), tolerance);
  EXPECT_EQ(totals_summed_up, totals);
  EXPECT_EQ(totals_of_each, totals);
}

TEST_P(InferredDocumentsOf, HaveNothingOfTheBatchBefore) {
  std::vector<std::size_t> last_first = vi::in_order(counts.n_cols);
  std::ranges::reverse(last_first);
  const DocumentBatch before(CountsSource(counts), last_first);
  for (const std::size_t most_waiting : {std::size_t{0}, std::size_t{200}, InferredDocuments::kMostWaiting}) {
    InferredDocuments fresh(num_topics, most_waiting), used(num_topics, most_waiting);
    Eigen::VectorXd expected_totals, totals;
    const Eigen::MatrixXd expected = expected_counts(fresh, expected_totals);
    expected_counts(before, used, totals);
    EXPECT_EQ(expected_counts(used, totals), expected) << most_waiting;
    EXPECT_EQ(totals, expected_totals) << most_waiting;
  }
}

TEST_P(InferredDocumentsOf, HaveTheSameBitsWhicheverThreadsKeptThem) {
  const int threads = omp_get_max_threads();
  Eigen::MatrixXd expected;
  Eigen::VectorXd totals, expected_totals;
  for (const int n : {1, 2, 3, 5}) {
    omp_set_num_threads(n);
    InferredDocuments waiting(num_topics);
    const Eigen::MatrixXd sums = expected_counts(waiting, totals);
    if (n == 1) expected = sums, expected_totals = totals;
    EXPECT_EQ(sums, expected) << n << " threads";
    EXPECT_EQ(totals, expected_totals) << n << " threads";
  }
  omp_set_num_threads(threads);
}

INSTANTIATE_TEST_SUITE_P(Awkward, InferredDocumentsOf, testing::ValuesIn(awkward_cases()),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace vilda::lda
