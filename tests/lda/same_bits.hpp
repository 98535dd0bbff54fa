#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "lda/processors_and_threads.hpp"
#include "vilda/lda/local_step.hpp"

namespace vilda::lda {

/// What a local step leaves behind.
struct LocalStepResult {
  Eigen::MatrixXd gamma, expected_counts;
  Eigen::VectorXd totals;
};

/// The documents inferred by a step that `make_step` makes, on every processor with fma and any number of
/// threads.
template <class MakeStep>
void expect_the_same_bits_everywhere(MakeStep make_step, vi::Batch documents, const LazyTopics& topics) {
  std::optional<LocalStepResult> first;
  on_every_processor_with_fma([&] {
    const auto step = make_step();
    step->infer(documents, topics, GammaStart::even);
    LocalStepResult result{.gamma = step->gamma(),
                           .expected_counts = Eigen::MatrixXd::Zero(topics.num_topics(), topics.num_words())};
    result.totals = step->add_expected_counts(1, result.expected_counts);
    if (!first) first = result;
    EXPECT_EQ(result.gamma, first->gamma);
    EXPECT_EQ(result.expected_counts, first->expected_counts);
    EXPECT_EQ(result.totals, first->totals);
  });
}

}  // namespace vilda::lda
