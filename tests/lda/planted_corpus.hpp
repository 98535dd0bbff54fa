#pragma once

#include <gtest/gtest.h>

#include <boost/random/uniform_int_distribution.hpp>

#include "vilda/lda/initialization.hpp"
#include "vilda/lda/lda.hpp"
#include "vilda/math/random.hpp"
#include "vilda/vi/ascent.hpp"

namespace vilda::lda {

struct PlantedCorpus {
  const char* name;
  int num_topics;
  int tokens;     // of a document
  int topics_of;  // a document
  double alpha;
  double more_of_first = 0;  // alpha_0 is so much larger
};

inline void PrintTo(const PlantedCorpus& one, std::ostream* out) {
  *out << one.name;
}

/// 200 documents; topic k has words 5 k to 5 k + 4, and every tenth token is any word.
inline math::Counts counts_of(const PlantedCorpus& one) {
  math::CounterEngine random(1, math::Stream::initialization, 4321);
  boost::random::uniform_int_distribution<int> topic(0, one.num_topics - 1), of_topic(0, 4), tenth(0, 9),
      of_document(0, one.topics_of - 1), any(0, 5 * one.num_topics - 1);
  math::Counts counts(static_cast<arma::uword>(5 * one.num_topics), 200);
  for (arma::uword d = 0; d < counts.n_cols; ++d) {
    std::vector<int> topics;
    for (int i = 0; i < one.topics_of; ++i) topics.push_back(topic(random));
    for (int i = 0; i < one.tokens; ++i) {
      const int word = tenth(random) == 0
                           ? any(random)
                           : 5 * topics[static_cast<std::size_t>(of_document(random))] + of_topic(random);
      counts(static_cast<arma::uword>(word), d) += 1;
    }
  }
  counts.sync();
  return counts;
}

/// alpha_k grows with k, to three times the first.
inline Priors uneven_priors(const PlantedCorpus& one) {
  Priors priors = Priors::symmetric(one.num_topics, one.alpha, 0.05);
  priors.alpha.array() *= Eigen::ArrayXd::LinSpaced(one.num_topics, 0.5, 1.5);
  priors.alpha[0] += one.more_of_first;
  return priors;
}

class OfPlantedCorpus : public testing::TestWithParam<PlantedCorpus> {
 protected:
  /// After three passes from a random start: topics that a document's words tell apart.
  void SetUp() override {
    Lda model(counts, initial_topics(source, priors, {.method = Initialization::random}, 1), priors, {},
              GammaStart::even);
    vi::Observer observer;
    vi::coordinate_ascent(model, {.max_passes = 3, .tolerance = 0}, observer);
    topics = LazyTopics(model.topics());
  }

  math::Counts counts = counts_of(GetParam());
  CountsSource source{counts};
  Priors priors = uneven_priors(GetParam());
  LazyTopics topics{Topics()};
  std::vector<std::size_t> documents = vi::in_order(counts.n_cols);
};

}  // namespace vilda::lda
