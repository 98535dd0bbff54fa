#include "corpus/pipeline.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>
#include <string>

namespace vilda::corpus {
namespace {

/// OpenMP's number of threads, as it was before at the end.
class Threads {
 public:
  explicit Threads(int number) : before_(omp_get_max_threads()) { omp_set_num_threads(number); }
  ~Threads() { omp_set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

struct Number {
  int value = 0;
  int squared = 0;
};

/// Squares the numbers 0 to `size` - 1; `fails_at` fails in `work`, `take_fails_at` in `take`.
struct Squares {
  std::vector<int> taken;
  std::string failure;

  Squares(int size, int work_fails_at, int take_fails_at, int read_fails_at) {
    Pipeline<Number> pipeline(
        [&](Number& number, std::size_t) {
          if (number.value == work_fails_at) throw std::runtime_error("work");
          number.squared = number.value * number.value;
        },
        [&](Number& number) {
          if (number.value == take_fails_at) throw std::runtime_error("take");
          taken.push_back(number.squared);
        });
    try {
      pipeline.run([&] {
        for (int value = 0; value < size; ++value) {
          if (value == read_fails_at) throw std::runtime_error("read");
          Number number = pipeline.spare();
          number.value = value;
          pipeline.submit(number);
        }
      });
    } catch (const std::runtime_error& error) {
      failure = error.what();
    }
  }
};

TEST(Pipeline, TakesEveryBlockInItsOrderWhateverTheThreads) {
  for (const int threads : {1, 2, 3, 8}) {
    const Threads set(threads);
    const Squares squares(1'000, -1, -1, -1);
    ASSERT_EQ(squares.taken.size(), 1'000u) << threads;
    for (int value = 0; value < 1'000; ++value)
      EXPECT_EQ(squares.taken[static_cast<std::size_t>(value)], value * value) << threads;
    EXPECT_EQ(squares.failure, "");
  }
}

TEST(Pipeline, NoBlocksAreNoWork) {
  EXPECT_EQ(Squares(0, -1, -1, -1).taken.size(), 0u);
}

TEST(Pipeline, TheFirstFailureInTheOrderOfTheBlocksIsThrownAndNothingBehindItTaken) {
  for (const int threads : {1, 2, 3, 8}) {
    const Threads set(threads);
    const Squares work(500, 100, 101, 102);
    EXPECT_EQ(work.failure, "work") << threads;
    EXPECT_EQ(work.taken.size(), 100u) << threads;
    const Squares take(500, 101, 100, 102);
    EXPECT_EQ(take.failure, "take") << threads;
    EXPECT_EQ(take.taken.size(), 100u) << threads;
    const Squares read(500, 101, 102, 100);
    EXPECT_EQ(read.failure, "read") << threads;
    EXPECT_EQ(read.taken.size(), 100u) << threads;
  }
}

}  // namespace
}  // namespace vilda::corpus
