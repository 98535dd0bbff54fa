#include "vilda/lda/held_out.hpp"

#include <gtest/gtest.h>

#include "lda/tiny.hpp"
#include "support/near.hpp"

/// Corpora of more documents than are in memory at a time.
namespace vilda::lda {
namespace {

/// These three in turn, so many times.
math::Counts three_documents(int times) {
  std::vector<std::vector<int>> documents;
  for (int i = 0; i < times; ++i) {
    for (const std::vector<int>& one : {std::vector{0, 1, 1, 7}, {}, {2, 3, 3, 3}}) documents.push_back(one);
  }
  return golden::counts_of(documents, tiny::kWords);
}

constexpr int kTimes = 1400;

TEST(HeldOutInference, OfManyDocumentsIsThatOfEach) {
  Model model;
  model.topics = tiny::start();
  model.priors = {.alpha = Eigen::Vector3d(0.1, 0.2, 0.3), .eta = 0.05};
  const HeldOutInference once = infer_documents(model, three_documents(1), {});
  const HeldOutInference all = infer_documents(model, three_documents(kTimes), {});
  EXPECT_EQ(all.gamma, once.gamma.replicate(1, kTimes));
  EXPECT_LE(relative_error(all.elbo.total(), kTimes * once.elbo.total()), 1e-12);
  EXPECT_EQ(all.ledger.documents, 3U * kTimes);
}

TEST(StochasticTraining, EndsWithTheBoundOfAllDocuments) {
  const math::Counts counts = three_documents(kTimes);
  TrainingOptions options;
  options.num_topics = tiny::kTopics;
  options.priors = Priors::symmetric(tiny::kTopics, 0.1, 0.05);
  options.ascent.max_passes = 1;
  for (const Method method : {Method::svi, Method::collapsed}) {
    options.method = method;
    TrainingObserver observer;
    const TrainingResult result = train(counts, options, observer, tiny::start());
    Model model;
    model.topics = result.topics;
    model.priors = result.priors;
    const vi::Elbo expected = infer_documents(model, counts, options.document).elbo + topics_elbo(model);
    EXPECT_LE(relative_error(result.elbo.total(), expected.total()), 1e-12) << name_of(method);
    EXPECT_EQ(result.documents.documents, 3U * kTimes) << name_of(method);
  }
}

}  // namespace
}  // namespace vilda::lda
