#include "vilda/lda/topics.hpp"

#include <gtest/gtest.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"
#include "vilda/vi/dirichlet.hpp"

namespace vilda::lda {
namespace {

TEST(Topics, ExpectedLogsAndMeansAreThoseOfTheirDirichlets) {
  const Topics topics = tiny::start();
  for (Eigen::Index k = 0; k < topics.num_topics(); ++k) {
    const vi::Dirichlet beta{topics.lambda().row(k).transpose()};
    const Eigen::VectorXd expected_log = beta.expected_statistics(), mean = beta.mean();
    for (Eigen::Index w = 0; w < topics.num_words(); ++w) {
      EXPECT_LE(relative_error(topics.expected_log(w)[k], expected_log[w]), 1e-14) << k << w;
      EXPECT_LE(relative_error(topics.mean(w)[k], mean[w]), 1e-14) << k << w;
    }
  }
}

}  // namespace
}  // namespace vilda::lda
