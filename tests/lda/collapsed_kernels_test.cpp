#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <numeric>
#include <vector>

#include "lda/kernels/kernels.hpp"
#include "lda/kernels/rows.hpp"
#include "vilda/math/random.hpp"

namespace vilda::lda {
namespace {

/// Runs every test once for each instruction set that this processor has, and for these numbers of topics.
class CollapsedKernels : public testing::TestWithParam<std::tuple<std::int64_t, std::size_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<0>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }

  std::size_t num_topics = std::get<1>(GetParam());
  math::CounterEngine random{1, math::Stream::initialization, num_topics};

  float uniform() { return static_cast<float>(random() >> 8U) * 0x1p-24F; }
  Rows random_rows(std::size_t num_rows) {
    Rows rows(num_rows, num_topics);
    for (std::size_t i = 0; i < num_rows; ++i) {
      for (std::size_t k = 0; k < num_topics; ++k) rows.row(i)[k] = uniform() * uniform() * uniform();
    }
    return rows;
  }
};

TEST_P(CollapsedKernels, TheTopicDrawnIsTheFirstWhoseAddedUpWeightExceedsTheShare) {
  Rows rows = random_rows(2), scratch(1, num_topics);
  std::vector<double> added_up(num_topics);
  double sum = 0;
  for (std::size_t k = 0; k < num_topics; ++k) added_up[k] = sum += double{rows.row(0)[k]} * rows.row(1)[k];
  for (int i = 0; i < 1000; ++i) {
    const float share = i == 0 ? 0 : uniform();
    const std::size_t drawn =
        kernels::draw_topic(rows.row(0), rows.row(1), num_topics, share, scratch.row(0));
    ASSERT_LT(drawn, num_topics);
    const double slack = 1e-5 * sum;
    EXPECT_GE(added_up[drawn], share * sum - slack);
    if (drawn > 0) {
      EXPECT_LE(added_up[drawn - 1], share * sum + slack);
    }
  }
}

TEST_P(CollapsedKernels, CountsKeepEveryTokenWithTheTopicsThatAreNotNegligible) {
  constexpr float kNegligible = 0.01F, kCount = 7;
  const Rows phi = random_rows(1);
  std::vector<std::uint32_t> names(kernels::row_size(num_topics)), kept(2 * names.size());
  std::iota(names.begin(), names.end(), 1000U);
  std::vector<float> counts(kept.size());
  std::vector<double> tokens(names.size(), 0.25);
  const std::size_t num_kept = kernels::keep_counts(phi.row(0), names.data(), num_topics, kCount, kNegligible,
                                                    kept.data(), counts.data(), tokens.data());
  const float largest = *std::max_element(phi.row(0), phi.row(0) + num_topics);
  std::vector<std::uint32_t> expected;
  double sum = 0;
  for (std::size_t k = 0; k < num_topics; ++k) {
    if (phi.row(0)[k] < kNegligible * largest) continue;
    expected.push_back(names[k]);
    sum += phi.row(0)[k];
  }
  kept.resize(num_kept);
  ASSERT_EQ(kept, expected);
  for (std::size_t i = 0; i < num_kept; ++i)
    EXPECT_NEAR(counts[i], kCount * phi.row(0)[kept[i] - 1000] / sum, 1e-5);
  std::vector<double> expected_tokens(names.size(), 0.25);
  for (std::size_t i = 0; i < num_kept; ++i) expected_tokens[kept[i] - 1000] += counts[i];
  EXPECT_EQ(tokens, expected_tokens);
}

TEST_P(CollapsedKernels, NumbersGatheredStandSideBySide) {
  constexpr std::size_t kRows = 5;
  for (const std::size_t one_in : {2U, 3U, 20U}) {
    Rows rows = random_rows(kRows);
    const std::size_t large = kernels::row_size(num_topics);
    std::vector<std::uint32_t> positions;
    for (std::uint32_t k = 0; k < num_topics; ++k)
      if (k % one_in == 1 || k % 7 == 6) positions.push_back(k);
    const std::size_t small = kernels::row_size(positions.size());
    std::vector<const float*> pointers;
    std::vector<float> expected(kRows * small, 0);
    for (std::size_t r = 0; r < kRows; ++r) {
      pointers.push_back(rows.row(r));
      for (std::size_t i = 0; i < positions.size(); ++i) expected[r * small + i] = rows.row(r)[positions[i]];
    }
    std::vector<kernels::LanesOfEight> lanes;
    kernels::find_lanes(positions, lanes);
    std::vector<float> gathered(expected.size() + 8, -1);
    kernels::gather(pointers.data(), kRows, lanes, gathered.data());
    gathered.resize(expected.size());
    EXPECT_EQ(gathered, expected) << one_in;
    if (small == large) continue;
    kernels::gather(pointers.data(), kRows, lanes, rows.row(0));
    EXPECT_EQ(std::vector<float>(rows.row(0), rows.row(0) + expected.size()), expected) << one_in;
  }
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, CollapsedKernels,
                         testing::Combine(testing::ValuesIn([] {
                                            std::vector<std::int64_t> targets =
                                                hwy::SupportedAndGeneratedTargets();
                                            std::erase(targets, HWY_SCALAR);
                                            return targets;
                                          }()),
                                          testing::Values(1, 2, 4, 5, 15, 16, 17, 100, 1000)),
                         [](const auto& test) {
                           return std::string(hwy::TargetName(std::get<0>(test.param))) + "_" +
                                  std::to_string(std::get<1>(test.param));
                         });

}  // namespace
}  // namespace vilda::lda
