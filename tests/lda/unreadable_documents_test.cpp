#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "lda/tiny.hpp"
#include "vilda/error.hpp"
#include "vilda/lda/initialization.hpp"
#include "vilda/lda/training.hpp"

namespace vilda::lda {
namespace {

/// The tiny corpus as a file that can be read no longer after so many documents.
class FailingSource : public CountsSource {
 public:
  FailingSource(const math::Counts& counts, std::size_t most_reads)
      : CountsSource(counts), most_reads_(most_reads) {}

  void copy(std::size_t document, std::span<std::uint32_t> words,
            std::span<std::uint32_t> counts) const override {
    if (reads_++ >= most_reads_) throw BadInput("no document can be read");
    CountsSource::copy(document, words, counts);
  }
  std::size_t reads() const { return reads_; }

 private:
  std::size_t most_reads_;
  mutable std::atomic<std::size_t> reads_ = 0;
};

TrainingOptions options_of(Method method, Initialization start) {
  TrainingOptions options;
  options.num_topics = tiny::kTopics;
  options.method = method;
  options.priors = Priors::symmetric(tiny::kTopics, 0.1, 0.01);
  options.learning = {.alpha = true, .eta = true};
  options.initialization.method = start;
  options.initialization.passes = 1;
  options.document.max_iterations = 2;
  options.ascent = {.max_passes = 2, .tolerance = 0};
  options.stochastic = {.batch_size = 6};
  return options;
}

TEST(UnreadableDocuments, EndTrainingWithTheirFailureWheneverItIsMet) {
  const math::Counts counts = tiny::counts();
  TrainingObserver observer;
  for (const Method method : {Method::batch, Method::svi, Method::collapsed}) {
    for (const Initialization start : {Initialization::collapsed, Initialization::documents,
                                       Initialization::random, Initialization::spectral}) {
      const TrainingOptions options = options_of(method, start);
      const FailingSource readable(counts, -1);
      train(readable, options, observer);
      for (std::size_t reads = 0; reads < readable.reads(); reads += 7) {
        EXPECT_THAT([&] { train(FailingSource(counts, reads), options, observer); },
                    testing::ThrowsMessage<BadInput>("no document can be read"))
            << name_of(method) << ", " << name_of(start) << ", after " << reads << " documents";
      }
    }
  }
}

}  // namespace
}  // namespace vilda::lda
